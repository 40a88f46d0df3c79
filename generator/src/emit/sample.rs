//! JSON values as Rust expressions that build them, seen from outside the crate.
//!
//! Comes in a type of the IR and a value that someone who knows nothing of that type thought of;
//! where the two do not fit there is no expression.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::Emit;
use crate::ir::{Field, Integer, Shape, StringFormat, Struct, Ty, TypeKind, Union};
use crate::plan::{FieldPlan, Form, ShapePlan, StructPlan, UnionPlan};
use crate::pointer::Pointer;

/// The value as an argument of a method or of a setter.
pub(super) fn argument(emit: &Emit<'_>, ty: &Ty, value: &Value) -> Option<TokenStream> {
    match &ty.kind {
        TypeKind::String(StringFormat::Plain) => {
            let text = value.as_str()?;
            Some(quote!(#text))
        }
        TypeKind::List(item) => {
            let items: Option<Vec<TokenStream>> = match &item.kind {
                TypeKind::String(StringFormat::Plain) if !item.nullable => value
                    .as_array()?
                    .iter()
                    .map(|it| it.as_str().map(|it| quote!(#it)))
                    .collect(),
                _ => value
                    .as_array()?
                    .iter()
                    .map(|it| expression(emit, item, it))
                    .collect(),
            };
            let items = items?;
            Some(quote!(&[#(#items),*]))
        }
        _ if emit.is_copy(ty) => owned(emit, ty, value),
        _ => {
            let value = owned(emit, ty, value)?;
            Some(quote!(&#value))
        }
    }
}

/// The value as one of the type, an `Option` if it may be null.
pub(super) fn expression(emit: &Emit<'_>, ty: &Ty, value: &Value) -> Option<TokenStream> {
    if !ty.nullable || ty.kind == TypeKind::Any {
        return owned(emit, ty, value);
    }
    if value.is_null() {
        return Some(quote!(None));
    }
    let value = owned(emit, ty, value)?;
    Some(quote!(Some(#value)))
}

fn owned(emit: &Emit<'_>, ty: &Ty, value: &Value) -> Option<TokenStream> {
    Some(match &ty.kind {
        TypeKind::Boolean => {
            let value = value.as_bool()?;
            quote!(#value)
        }
        TypeKind::Integer(width) => integer(*width, value)?,
        TypeKind::Number => float(value.as_f64()?),
        TypeKind::String(StringFormat::Plain) => {
            let text = value.as_str()?;
            quote!(#text.to_owned())
        }
        TypeKind::String(StringFormat::DateTime) => {
            let text = value.as_str()?;
            quote!(runtime::DateTime::from(#text))
        }
        TypeKind::File => {
            let text = value.as_str()?;
            quote! {
                runtime::Part {
                    filename: None,
                    content_type: "application/octet-stream".to_owned(),
                    bytes: #text.into(),
                }
            }
        }
        TypeKind::Any => quote_json(value),
        TypeKind::FreeObject => {
            let members = value.as_object()?.iter();
            let members = members.map(|(name, value)| {
                let value = quote_json(value);
                quote!((#name.to_owned(), #value))
            });
            quote!(serde_json::Map::from_iter([#(#members),*]))
        }
        TypeKind::List(item) => {
            let items: Option<Vec<TokenStream>> = value
                .as_array()?
                .iter()
                .map(|it| expression(emit, item, it))
                .collect();
            let items = items?;
            quote!(vec![#(#items),*])
        }
        TypeKind::Map(item) => map(emit, item, value.as_object()?.iter())?,
        TypeKind::Named(at) => named(emit, at, value)?,
    })
}

fn map<'v>(
    emit: &Emit<'_>,
    ty: &Ty,
    members: impl Iterator<Item = (&'v String, &'v Value)>,
) -> Option<TokenStream> {
    let members: Option<Vec<TokenStream>> = members
        .map(|(name, value)| {
            let value = expression(emit, ty, value)?;
            Some(quote!((#name.to_owned(), #value)))
        })
        .collect();
    let members = members?;
    Some(quote!([#(#members),*].into_iter().collect()))
}

fn named(emit: &Emit<'_>, at: &Pointer, value: &Value) -> Option<TokenStream> {
    let (names, plan) = (emit.names.types.get(at)?, emit.plan.types.get(at)?);
    let name = &names.name;
    match (&emit.api.types.get(at)?.shape, &plan.shape) {
        (Shape::Struct(object), ShapePlan::Struct(plan)) => {
            structure(emit, at, (object, plan), value.as_object()?)
        }
        (Shape::Enum(it), _) => {
            let index = it
                .values
                .iter()
                .position(|known| value.as_str() == Some(known))?;
            let variant = names.parts.get(index)?;
            Some(quote!(types::#name::#variant))
        }
        (Shape::Numbers(it), _) => {
            let number = value.as_i64()?;
            let index = it.values.iter().position(|it| it.number == number)?;
            let variant = names.parts.get(index)?;
            Some(quote!(types::#name::#variant))
        }
        (Shape::Union(it), ShapePlan::Union(plan)) => union(emit, at, (it, plan), value),
        (Shape::Newtype(inner), ShapePlan::Newtype { boxed }) => {
            let inner = boxed_if(expression(emit, inner, value)?, *boxed);
            Some(quote!(types::#name(#inner)))
        }
        _ => None,
    }
}

fn boxed_if(value: TokenStream, boxed: bool) -> TokenStream {
    if boxed {
        quote!(Box::new(#value))
    } else {
        value
    }
}

/// The variant that the discriminator's member names, or the first that the value fits.
fn union(
    emit: &Emit<'_>,
    at: &Pointer,
    (union, plan): (&Union, &UnionPlan),
    value: &Value,
) -> Option<TokenStream> {
    let names = emit.names.types.get(at)?;
    let told = union.discriminator.as_ref().and_then(|it| {
        let word = value.get(&it.property)?.as_str()?;
        it.values
            .iter()
            .find(|(known, _)| known == word)
            .map(|(_, index)| *index)
    });
    let order = told.into_iter().chain(0..union.variants.len());
    order.into_iter().find_map(|index| {
        let inner = owned(emit, &union.variants.get(index)?.ty, value)?;
        let inner = boxed_if(inner, plan.boxed.contains(&index));
        let (name, variant) = (&names.name, names.parts.get(index)?);
        Some(quote!(types::#name::#variant(#inner)))
    })
}

fn structure(
    emit: &Emit<'_>,
    at: &Pointer,
    (object, plan): (&Struct, &StructPlan),
    value: &Map<String, Value>,
) -> Option<TokenStream> {
    let names = emit.names.types.get(at)?;
    let mut arguments = Vec::new();
    let mut assignments = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    for plan in &plan.fields {
        let field = &object.fields[plan.index];
        known.push(&field.name);
        let value = value.get(&field.name);
        if matches!(plan.form, Form::Plain | Form::Nullable) {
            arguments.push(required(emit, field, *plan, value?)?);
        } else if let Some(value) = value {
            let (name, value) = (
                &names.parts[plan.index],
                optional(emit, field, *plan, value)?,
            );
            assignments.push(quote!(value.#name = #value;));
        }
    }
    let rest: Vec<(&String, &Value)> = value
        .iter()
        .filter(|(name, _)| !known.contains(&name.as_str()))
        .collect();
    if !rest.is_empty() {
        let (name, rest) = (
            &names.rest,
            map(emit, object.rest.as_ref()?, rest.into_iter())?,
        );
        assignments.push(quote!(value.#name = #rest;));
    }
    let name = &names.name;
    let begun = if plan.defaults {
        quote!(types::#name::default())
    } else {
        quote!(types::#name::new(#(#arguments),*))
    };
    if assignments.is_empty() {
        return Some(begun);
    }
    Some(quote!({
        let mut value = #begun;
        #(#assignments)*
        value
    }))
}

/// An argument of the constructor, which puts it into its box itself.
fn required(emit: &Emit<'_>, field: &Field, plan: FieldPlan, value: &Value) -> Option<TokenStream> {
    let takes_text = field.ty.kind == TypeKind::String(StringFormat::Plain) && !plan.boxed;
    match plan.form {
        Form::Plain if takes_text => {
            let text = value.as_str()?;
            Some(quote!(#text))
        }
        Form::Plain => owned(emit, &field.ty, value),
        _ => expression(emit, &field.ty.clone().or_null(true), value),
    }
}

fn optional(emit: &Emit<'_>, field: &Field, plan: FieldPlan, value: &Value) -> Option<TokenStream> {
    if value.is_null() && plan.form == Form::Maybe {
        return Some(quote!(runtime::Maybe::Null));
    }
    let value = boxed_if(owned(emit, &field.ty, value)?, plan.boxed);
    Some(if plan.form == Form::Maybe {
        quote!(runtime::Maybe::Value(#value))
    } else {
        quote!(Some(#value))
    })
}

fn integer(width: Integer, value: &Value) -> Option<TokenStream> {
    let fits = match width {
        // What an `i32` can't hold, the compiler refuses: the type is the wrong one then.
        Integer::I32 | Integer::I64 => value.is_i64(),
        Integer::U64 => value.is_u64(),
    };
    fits.then(|| whole(&value.to_string(), "")).flatten()
}

/// A whole number with its digits in groups of three.
pub(super) fn whole(digits: &str, suffix: &str) -> Option<TokenStream> {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => (Some(quote!(-)), digits),
        None => (None, digits),
    };
    let literal: Literal = format!("{}{suffix}", grouped(digits)).parse().ok()?;
    Some(quote!(#sign #literal))
}

/// Digits in groups of three, counted from the end.
fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with the digits before its point in groups of three.
fn float(value: f64) -> TokenStream {
    let sign = value.is_sign_negative().then(|| quote!(-));
    let plain = Literal::f64_unsuffixed(value.abs());
    let text = plain.to_string();
    let (digits, rest) = text.split_once('.').unwrap_or((&text, "0"));
    let literal = format!("{}.{rest}", grouped(digits));
    let literal: Literal = literal.parse().unwrap_or(plain);
    quote!(#sign #literal)
}

/// A free JSON value.
fn quote_json(value: &Value) -> TokenStream {
    let json = json(value);
    quote!(serde_json::json!(#json))
}

fn json(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        Value::String(text) => quote!(#text),
        Value::Number(number) if number.is_u64() => {
            whole(&number.to_string(), "_u64").unwrap_or_default()
        }
        Value::Number(number) if number.is_i64() => {
            whole(&number.to_string(), "_i64").unwrap_or_default()
        }
        Value::Number(number) => float(number.as_f64().unwrap_or_default()),
        Value::Array(items) => {
            let items = items.iter().map(json);
            quote!([#(#items),*])
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = json(value);
                quote!(#name: #value)
            });
            quote!({ #(#members),* })
        }
    }
}

#[cfg(test)]
mod tests;
