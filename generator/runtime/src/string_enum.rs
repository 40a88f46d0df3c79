//! The trait implementations of an enum of strings. The type itself, with its variants and its
//! `as_str`, is written or emitted; what follows from that is the same for all and stands here.

/// `string_enum!(Type)` for a type with `fn as_str(&self) -> &str`, `PartialEq` and `From<String>`;
/// `string_enum!(closed Type)` for one that is only ever written. The former needs `runtime` in scope.
macro_rules! string_enum {
    (closed $name:ty) => {
        // A derived one asks about each variant again.
        impl ::std::cmp::Eq for $name {}

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
    ($name:ty) => {
        runtime::string_enum!(closed $name);

        impl runtime::Blank for $name {
            #[inline]
            fn blank() -> Self {
                <Self as ::std::convert::From<_>>::from(::std::string::String::new())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                runtime::decode::open_enum(deserializer)
            }
        }
    };
}
pub(crate) use string_enum;
