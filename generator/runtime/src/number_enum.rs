//! The trait implementations of an enum of whole numbers. The type itself, with its variants and its
//! `as_i64`, is emitted; what follows from that is the same for all and stands here.

/// `number_enum!(Type)` for a type with `fn as_i64(self) -> i64` and `From<i64>`;
/// `number_enum!(closed Type)` for one that is only ever written. Needs `runtime` in scope.
#[allow(unused_macros, reason = "the runtime itself has no such type")]
macro_rules! number_enum {
    (closed $name:ty) => {
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }
    };
    ($name:ty) => {
        runtime::number_enum!(closed $name);

        impl runtime::Blank for $name {
            #[inline]
            fn blank() -> Self {
                <Self as ::std::convert::From<i64>>::from(0)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let number = <i64 as ::serde::Deserialize>::deserialize(deserializer)?;
                ::std::result::Result::Ok(<Self as ::std::convert::From<i64>>::from(number))
            }
        }
    };
}
pub(crate) use number_enum;
