//! The table of an object's members, from which its traits follow. The struct itself is written or
//! emitted; what is the same for all stands in `record`.

/// `record! { read Type; 0 required id = "id"; 1 optional name = "name"; rest others; }`: a line for
/// each member with its place, how it is left out, the field, and the name on the wire. `read` is
/// for what comes in, and goes out with the feature `serialize` alone; `write` is for what goes
/// out, `both` for what does both. All are shown (`Debug`), by the names on the wire. Needs `runtime`
/// in scope.
#[allow(unused_macros, reason = "a crate without objects has no table")]
macro_rules! record {
    (read $name:ident; $($table:tt)*) => {
        runtime::record! { @decode $name; $($table)* }
        #[cfg(feature = "serialize")]
        runtime::record! { @encode $name; $($table)* }
        #[cfg(not(feature = "serialize"))]
        runtime::record! { @show $name; $($table)* }
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
            const TABLE: runtime::record::Table = runtime::record::Table {
                name: stringify!($name),
                members: &[$(runtime::record::Member::$form($wire)),*],
            };

            fn slot<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                place: usize,
            ) -> &mut dyn runtime::record::Slot<'de, A> {
                match place {
                    $($place => &mut self.$field,)*
                    _ => runtime::record::nowhere(),
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
        impl runtime::members::Walk for $name {
            #[allow(unused_variables, reason = "there are objects without members")]
            fn walk<M: runtime::members::Members>(&self, members: &mut M) {
                $(members.$form($wire, &self.$field);)*
                $(members.rest(&self.$rest);)?
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                runtime::members::show(self, stringify!($name), f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                runtime::members::encode(self, serializer)
            }
        }
    };
    (@show $name:ident; $($place:literal $form:ident $field:ident = $wire:literal;)* $(rest $rest:ident;)?) => {
        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                runtime::record::show::<Self>(f, &[$(&self.$field,)* $(&self.$rest)?])
            }
        }
    };
}
pub(crate) use record;
