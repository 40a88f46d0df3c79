//! The table of an object's members, from which its traits follow. The struct itself is written or
//! emitted; what is the same for all stands in `record`.

/// `record! { read Type; 0 required id = "id"; 1 optional name = "name"; rest others; }`: a line for
/// each member with its place, how it is left out, the field, and the name on the wire. `read` is
/// for what comes in, and goes out with the feature `serialize` alone; `write` is for what goes
/// out, `both` for what does both. Needs `runtime` in scope.
#[allow(unused_macros, reason = "a crate without objects has no table")]
macro_rules! record {
    (read $name:ident; $($table:tt)*) => {
        runtime::record! { @decode $name; $($table)* }
        #[cfg(feature = "serialize")]
        runtime::record! { @encode $name; $($table)* }
    };
    (write $name:ident; $($table:tt)*) => {
        runtime::record! { @encode $name; $($table)* }
    };
    (both $name:ident; $($table:tt)*) => {
        runtime::record! { @decode $name; $($table)* }
        runtime::record! { @encode $name; $($table)* }
    };
    (@decode $name:ident; $($place:literal $form:ident $field:ident = $wire:literal;)* $(rest $rest:ident;)?) => {
        impl runtime::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self {
                    $($field: runtime::Blank::blank(),)*
                    $($rest: runtime::Blank::blank(),)?
                }
            }
        }

        impl runtime::record::Record for $name {
            const NAME: &'static str = stringify!($name);
            const MEMBERS: &'static [runtime::record::Member] =
                &[$(runtime::record::Member::$form($wire)),*];

            fn read<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                place: usize,
                map: &mut A,
            ) -> std::result::Result<(), A::Error> {
                match place {
                    $($place => runtime::record::read(&mut self.$field, map),)*
                    _ => runtime::record::skip(map),
                }
            }

            $(
                const KEEPS_REST: bool = true;

                fn read_rest<'de, A: serde::de::MapAccess<'de>>(
                    &mut self,
                    name: String,
                    map: &mut A,
                ) -> std::result::Result<(), A::Error> {
                    runtime::record::read_rest(&mut self.$rest, name, map)
                }
            )?
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                runtime::record::decode(deserializer)
            }
        }
    };
    (@encode $name:ident; $($place:literal $form:ident $field:ident = $wire:literal;)* $(rest $rest:ident;)?) => {
        impl runtime::record::WriteRecord for $name {
            #[allow(unused_variables, reason = "there are objects without members")]
            fn write<M: serde::ser::SerializeMap>(&self, writer: &mut runtime::record::Writer<M>) {
                $(writer.$form($wire, &self.$field);)*
                $(writer.rest(&self.$rest);)?
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                runtime::record::encode(self, serializer)
            }
        }
    };
}
pub(crate) use record;
