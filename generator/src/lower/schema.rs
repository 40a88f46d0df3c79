//! A schema to the type of its values.
//!
//! Scalars, arrays and maps are types without a name, whatever component they stand in; objects,
//! enumerations and unions get a definition, keyed by the schema's place. Recursion that passes
//! through nothing but arrays and maps gets a newtype, since Rust has no recursive aliases.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::flat::{Flat, JsonType};
use super::{Lowering, all_of, heir, object, union, values};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Docs, Enum, Integer, Origin, Part, Shape, StringFormat, Ty, TypeDef, TypeKind, Union, Variant,
};
use crate::limits::{MAX_NESTED_LISTS, MAX_NESTED_SCHEMAS};
use crate::pointer::Pointer;
use crate::resolve::View;

/// How far a schema is lowered.
#[derive(Clone, Debug)]
pub(super) enum Progress {
    /// On the way, and whether something below has referred to it.
    Begun { nullable: bool, recursive: bool },
    /// Done.
    Done(Ty),
}

/// The type of the values of the schema that stands at `at`, or that is referred to there.
pub(super) fn ty<'d, B: Borrow<Schema>>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    node: &'d ReferenceOr<B>,
    origin: &Origin,
) -> Ty {
    let found = match node {
        ReferenceOr::Item(item) => {
            return define(
                lowering,
                &View {
                    at: at.clone(),
                    node: item.borrow(),
                },
                origin,
            );
        }
        ReferenceOr::Reference { reference } => lowering.resolver.follow::<Schema>(at, reference),
    };
    match lowering.noted(found) {
        Some(view) => {
            let origin = component_origin(&view.at).unwrap_or_else(|| origin.clone());
            define(lowering, &view, &origin)
        }
        None => Ty::new(TypeKind::Any),
    }
}

/// Lends the prose of what a schema stands in to the type that is defined there and has none.
pub(super) fn lend_prose(lowering: &mut Lowering<'_>, at: &Pointer, prose: Option<&str>) {
    let Some(definition) = lowering.types.get_mut(at) else {
        return;
    };
    let docs = &mut definition.docs;
    if docs.summary.is_none() && docs.description.is_none() {
        docs.description = prose.map(str::to_owned);
    }
}

/// The origin of a schema that stands right below `components/schemas`.
pub(super) fn component_origin(at: &Pointer) -> Option<Origin> {
    let mut tokens = at.tokens();
    let path = (tokens.next()?, tokens.next()?, tokens.next()?);
    (path.0 == "components" && path.1 == "schemas" && tokens.next().is_none())
        .then_some(Origin::Component(path.2))
}

fn define<'d>(lowering: &mut Lowering<'d>, view: &View<'d, Schema>, origin: &Origin) -> Ty {
    match lowering.progress.get_mut(&view.at) {
        Some(Progress::Done(ty)) => return ty.clone(),
        Some(Progress::Begun {
            nullable,
            recursive,
        }) => {
            *recursive = true;
            return Ty::new(TypeKind::Named(view.at.clone())).or_null(*nullable);
        }
        None => {}
    }
    if lowering.is_full() {
        return Ty::new(TypeKind::Any);
    }
    if lowering.depth >= MAX_NESTED_SCHEMAS {
        let message = format!("more than {MAX_NESTED_SCHEMAS} schemas hold one another");
        let help = "make one of those that lead here `additionalProperties: true`";
        lowering.report(Diagnostic::new(Code::TooLarge, &view.at, message).help(help));
        return Ty::new(TypeKind::Any);
    }
    let flat = Flat::of(view.node);
    let nullable = flat.is_nullable();
    lowering.depth += 1;
    lowering.progress.insert(
        view.at.clone(),
        Progress::Begun {
            nullable,
            recursive: false,
        },
    );
    let ty = of_flat(lowering, &view.at, &flat, origin).or_null(nullable);
    let ty = end_recursion(lowering, view, origin, ty);
    lowering.depth -= 1;
    lowering
        .progress
        .insert(view.at.clone(), Progress::Done(ty.clone()));
    ty
}

/// Gives a name to an alias that contains itself.
fn end_recursion<'d>(
    lowering: &mut Lowering<'d>,
    view: &View<'d, Schema>,
    origin: &Origin,
    ty: Ty,
) -> Ty {
    let recursive = matches!(
        lowering.progress.get(&view.at),
        Some(Progress::Begun {
            recursive: true,
            ..
        })
    );
    if !recursive || lowering.types.contains_key(&view.at) {
        return ty;
    }
    let nullable = ty.nullable;
    let inner = Ty {
        nullable: false,
        ..ty
    };
    let own = TypeKind::Named(view.at.clone());
    let inner = if inner.kind == own {
        Ty::new(TypeKind::Any)
    } else {
        inner
    };
    add(
        lowering,
        &view.at,
        &Flat::of(view.node),
        origin,
        Shape::Newtype(inner),
    )
    .or_null(nullable)
}

/// The type a schema describes, null left aside.
pub(super) fn of_flat<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    origin: &Origin,
) -> Ty {
    if let Some(Err(name)) = flat.json_type {
        lowering.report(unknown_type(at, name));
        return Ty::new(TypeKind::Any);
    }
    if let Some(heirs) = lowering.heirs.get(at).cloned() {
        return heir::ty(lowering, at, flat, &heirs, origin);
    }
    if !flat.all_of.is_empty() {
        return all_of::ty(lowering, at, flat, origin);
    }
    if let Some((keyword, alternatives)) = flat.alternatives()
        && !union::only_constrain(flat, alternatives)
    {
        return union::ty(lowering, at, flat, (keyword, alternatives), origin);
    }
    if !flat.values.is_empty() {
        return enumeration(lowering, at, flat, origin);
    }
    match flat.known_type() {
        Some(JsonType::Object) => object::ty(lowering, at, flat, origin),
        Some(JsonType::Array) => array(lowering, at, flat, origin),
        Some(JsonType::String) => Ty::new(TypeKind::String(string_format(flat.format))),
        Some(JsonType::Integer) => Ty::new(TypeKind::Integer(integer(flat.format))),
        Some(JsonType::Number) => Ty::new(TypeKind::Number),
        Some(JsonType::Boolean) => Ty::new(TypeKind::Boolean),
        None => {
            if flat.negated {
                lowering.report(unsupported(at, "`not` can't be expressed as a type"));
            }
            Ty::new(TypeKind::Any)
        }
    }
}

/// Puts a definition into the table of types.
pub(super) fn add<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    origin: &Origin,
    shape: Shape,
) -> Ty {
    let name = lowering.rust_name(&flat.data.extensions, at);
    let part_names = lowering.rust_names(&flat.data.extensions, at);
    let definition = TypeDef {
        shape,
        nullable: flat.is_nullable(),
        origin: origin.clone(),
        name,
        part_names,
        docs: docs(at, flat),
        at: at.clone(),
    };
    lowering.make_room_for_type(&definition);
    lowering.types.insert(at.clone(), definition);
    Ty::new(TypeKind::Named(at.clone()))
}

/// The prose of a schema. A title that only says the component's key again makes way for a
/// description.
fn docs(at: &Pointer, flat: &Flat<'_>) -> Docs {
    let description = flat.data.description.clone();
    let says_more = |title: &String| description.is_none() || !is_key_of(at, title);
    Docs {
        summary: flat.data.title.clone().filter(says_more),
        description,
        external: super::url(flat.data.external_docs.as_ref()),
        deprecated: flat.data.deprecated,
    }
}

/// Whether the text is the key of the component at the pointer, however either is written.
fn is_key_of(at: &Pointer, text: &str) -> bool {
    let letters = |text: &str| {
        let letters = text.chars().filter(|it| it.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    at.last().is_some_and(|key| letters(&key) == letters(text))
}

fn array<'d>(lowering: &mut Lowering<'d>, at: &Pointer, flat: &Flat<'d>, origin: &Origin) -> Ty {
    let item = flat.items.map_or(Ty::new(TypeKind::Any), |items| {
        ty(
            lowering,
            &at.child("items"),
            items,
            &origin.part(Part::Item),
        )
    });
    holding(lowering, at, TypeKind::List, item)
}

/// A list or a map of a type.
pub(super) fn holding(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    kind: fn(Box<Ty>) -> TypeKind,
    inner: Ty,
) -> Ty {
    let mut depth = 1;
    let mut innermost = &inner;
    while let TypeKind::List(next) | TypeKind::Map(next) = &innermost.kind {
        depth += 1;
        innermost = next;
    }
    if depth <= MAX_NESTED_LISTS {
        return Ty::new(kind(Box::new(inner)));
    }
    let message = format!("more than {MAX_NESTED_LISTS} arrays and maps hold one another");
    let help = "make one of those within `items: {}`, which is any value";
    lowering.report(Diagnostic::new(Code::TooLarge, at, message).help(help));
    Ty::new(TypeKind::Any)
}

fn enumeration<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    origin: &Origin,
) -> Ty {
    let values = values::told(flat);
    let texts: Option<Vec<&str>> = values.iter().map(|value| value.as_str()).collect();
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| is(value));
    match texts {
        Some(texts) if !texts.is_empty() => {
            let mut distinct: Vec<String> = Vec::with_capacity(texts.len());
            let mut seen = std::collections::HashSet::new();
            distinct.extend(
                texts
                    .into_iter()
                    .filter(|it| seen.insert(*it))
                    .map(str::to_owned),
            );
            add(
                lowering,
                at,
                flat,
                origin,
                Shape::Enum(Enum { values: distinct }),
            )
        }
        _ if values.is_empty() => Ty::new(TypeKind::Any),
        _ if values::is_listed(flat) => {
            let shape = Shape::Numbers(values::numbers(lowering, at, flat));
            add(lowering, at, flat, origin, shape)
        }
        _ if all(Value::is_i64) => Ty::new(TypeKind::Integer(integer(flat.format))),
        _ if all(Value::is_number) => Ty::new(TypeKind::Number),
        _ if all(Value::is_boolean) => Ty::new(TypeKind::Boolean),
        _ if all(|value| value.is_array() || value.is_object()) => {
            lowering.report(unsupported(
                at,
                "an `enum` of arrays or objects is free JSON",
            ));
            Ty::new(TypeKind::Any)
        }
        _ => mixed(lowering, at, flat, origin),
    }
}

/// A choice of an enumeration for each type that the values have.
fn mixed<'d>(lowering: &mut Lowering<'d>, at: &Pointer, flat: &Flat<'d>, origin: &Origin) -> Ty {
    type Is = fn(&Value) -> bool;
    const TYPES: [(&str, Is); 4] = [
        ("string", Value::is_string),
        ("number", Value::is_number),
        ("boolean", Value::is_boolean),
        ("structure", |value| value.is_array() || value.is_object()),
    ];
    let mut variants = Vec::new();
    for (label, is_of) in TYPES {
        let values: Vec<Value> = flat.values.iter().filter(|it| is_of(it)).cloned().collect();
        if values.is_empty() {
            continue;
        }
        let place = at.child("enum").child(label);
        let own = Flat::of_values(values);
        let origin = origin.part(Part::Variant(label.to_owned()));
        variants.push(Variant {
            ty: enumeration(lowering, &place, &own, &origin),
            label: label.to_owned(),
            at: place,
        });
    }
    if variants.iter().any(|it| it.ty.kind == TypeKind::Any) {
        return Ty::new(TypeKind::Any);
    }
    let union = Union {
        variants,
        discriminator: None,
    };
    add(lowering, at, flat, origin, Shape::Union(union))
}

fn string_format(format: Option<&str>) -> StringFormat {
    match format {
        Some("date-time") => StringFormat::DateTime,
        _ => StringFormat::Plain,
    }
}

fn integer(format: Option<&str>) -> Integer {
    match format {
        Some("int32") => Integer::I32,
        Some("uint64") => Integer::U64,
        _ => Integer::I64,
    }
}

/// The diagnostic for a construct that becomes free JSON.
pub(super) fn unsupported(at: &Pointer, message: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSchema, at, message)
        .help("rewrite the schema by an overlay if a type is wanted here")
}

fn unknown_type(at: &Pointer, name: &str) -> Diagnostic {
    const KNOWN: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];
    let diagnostic = Diagnostic::new(
        Code::UnknownType,
        &at.child("type"),
        format!("`{name}` is no type of OpenAPI; free JSON instead"),
    );
    let nearest = KNOWN
        .iter()
        .min_by_key(|known| strsim::damerau_levenshtein(known, name));
    match nearest {
        Some(nearest) if strsim::damerau_levenshtein(nearest, name) <= 3 => {
            diagnostic.help(format!("did you mean `{nearest}`?"))
        }
        _ => diagnostic.help(format!("it is one of {}", KNOWN.join(", "))),
    }
}
