//! Names of types, their members and variants.
//!
//! Names given in the description come first, then components, then types that are named after
//! where they stand; so a new inline schema never renames a component.

use std::collections::HashMap;

use super::case::{pascal, snake, status};
use super::imported::PRELUDE;
use super::operations::OperationNames;
use super::scope::Scope;
use super::{Name, clash};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{
    Api, Field, Operation, Origin, Part, Role, Shape, Struct, Ty, TypeDef, TypeKind, Union,
};
use crate::plan::{Plan, ShapePlan};
use crate::pointer::Pointer;

/// The names of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeNames {
    /// The type.
    pub name: Name,
    /// Its members, by their index in the IR, or its variants.
    pub parts: Vec<Name>,
    /// The member for what is not declared, or the variant for what is not listed.
    pub rest: Name,
}

/// Names every type of the plan.
pub(super) fn types(
    api: &Api,
    plan: &Plan,
    operations: &[OperationNames],
    found: &mut Diagnostics,
) -> HashMap<Pointer, TypeNames> {
    let methods = api
        .operations
        .iter()
        .zip(operations)
        .map(|(operation, names)| (operation.id.as_str(), (operation, names)))
        .collect();
    let mut namer = Namer {
        methods,
        scope: Scope::new(PRELUDE.iter()),
        given: HashMap::new(),
    };
    let mut definitions: Vec<&TypeDef> = plan.types.keys().map(|at| &api.types[at]).collect();
    definitions.sort_by_key(|definition| precedence(definition));
    let mut given = HashMap::new();
    for definition in definitions {
        let name = namer.name(definition, found);
        let parts = parts(definition, &plan.types[&definition.at].shape, name, found);
        given.insert(definition.at.clone(), parts);
    }
    given
}

fn precedence(definition: &TypeDef) -> u8 {
    match (&definition.name, &definition.origin) {
        (Some(_), _) => 0,
        (None, Origin::Component(_)) => 1,
        (None, Origin::Common { .. }) => 3,
        (None, Origin::Part(..)) => 4,
        (None, _) => 2,
    }
}

struct Namer<'a> {
    methods: HashMap<&'a str, (&'a Operation, &'a OperationNames)>,
    scope: Scope,
    given: HashMap<Origin, Name>,
}

impl Namer<'_> {
    fn name(&mut self, definition: &TypeDef, found: &mut Diagnostics) -> Name {
        let wanted = definition
            .name
            .clone()
            .unwrap_or_else(|| self.wanted(&definition.origin));
        // The tag is added only where two tags have a method of the same name, and to the later one,
        // so that a new tag renames nothing.
        let qualified = self.qualified(&definition.origin, &wanted);
        let alternatives = [
            qualified.clone().unwrap_or_else(|| wanted.clone()),
            format!("{wanted}{}", what_it_is(&definition.origin)),
            format!("{wanted}Schema"),
        ];
        let taken = self.scope.take(&wanted, &alternatives);
        let is_qualified = qualified.as_deref() == Some(taken.name.plain());
        if taken.clashed && !is_qualified && !PRELUDE.contains(&wanted.as_str()) {
            found.push(clash(&definition.at, &wanted, &taken.name, "a type"));
        }
        self.given
            .entry(definition.origin.clone())
            .or_insert_with(|| taken.name.clone());
        taken.name
    }

    fn wanted(&self, origin: &Origin) -> String {
        match origin {
            Origin::Component(key)
            | Origin::ParameterComponent(key)
            | Origin::ResponseComponent(key) => pascal(key),
            Origin::RequestComponent(key) => format!("{}Body", pascal(key)),
            Origin::Parameter(id, name) => format!("{}{}", self.operation(id), pascal(name)),
            Origin::Request(id) => format!("{}Body", self.operation(id)),
            Origin::Response(id, None) => format!("{}Response", self.operation(id)),
            Origin::Response(id, Some(code)) => format!("{}{}", self.operation(id), status(*code)),
            Origin::Part(owner, own) => {
                let owner = self
                    .given
                    .get(owner)
                    .map_or_else(|| self.wanted(owner), |name| name.plain().to_owned());
                format!("{owner}{}", part(own))
            }
            Origin::Common {
                role: common, tag, ..
            } => {
                let tag = tag.as_deref().map(pascal).unwrap_or_default();
                format!("{tag}{}", role(common))
            }
        }
    }

    fn operation(&self, id: &str) -> String {
        self.methods
            .get(id)
            .map_or_else(|| pascal(id), |(_, names)| pascal(names.method.plain()))
    }

    /// The name of what belongs to an operation with the operation's tag before it, and of what
    /// stands in several places after the first of them.
    fn qualified(&self, origin: &Origin, wanted: &str) -> Option<String> {
        if let Origin::Common { first, .. } = origin {
            return Some(self.wanted(first));
        }
        let (Origin::Parameter(id, _) | Origin::Request(id) | Origin::Response(id, _)) = origin
        else {
            return None;
        };
        let (operation, _) = self.methods.get(id.as_str())?;
        Some(format!("{}{wanted}", pascal(operation.tag.as_deref()?)))
    }
}

/// What to add to a name that something else has.
fn what_it_is(origin: &Origin) -> &'static str {
    match origin {
        Origin::ParameterComponent(_) => "Parameter",
        Origin::ResponseComponent(_) => "Response",
        _ => "Type",
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Member(name) | Part::Variant(name) => pascal(name),
        Part::Item => "Item".to_owned(),
        Part::Value => "Value".to_owned(),
    }
}

fn role(common: &Role) -> String {
    match common {
        Role::Named(name) => pascal(name),
        Role::Answer(code) => status(*code),
        Role::Part(owner, own) => format!("{}{}", role(owner), part(own)),
    }
}

fn parts(definition: &TypeDef, plan: &ShapePlan, name: Name, found: &mut Diagnostics) -> TypeNames {
    let (parts, rest) = match (&definition.shape, plan) {
        (Shape::Struct(object), _) => fields(definition, object, found),
        (Shape::Enum(it), _) => {
            let values = it.values.iter().map(|value| (value.clone(), None));
            variants(definition, values, found)
        }
        (Shape::Numbers(it), _) => {
            let values = it.values.iter();
            let values = values.map(|it| (it.number.to_string(), it.label.as_deref()));
            variants(definition, values, found)
        }
        (Shape::Union(union), _) => union_variants(definition, union),
        (Shape::Newtype(_), _) => (Vec::new(), Name(String::new())),
    };
    TypeNames { name, parts, rest }
}

/// The name that a member or a value is given, or the one made from its wire name.
fn wanted(definition: &TypeDef, wire: &str, case: impl Fn(&str) -> String) -> String {
    let given = definition.part_names.get(wire).cloned();
    given.unwrap_or_else(|| case(wire))
}

/// The diagnostic for two members or values of one name.
fn part_clash(
    at: &Pointer,
    definition: &TypeDef,
    what: &str,
    wire: &str,
    wanted: &str,
    given: &Name,
) -> Diagnostic {
    clash(at, wanted, given, what).help(format!(
        "settle it by an overlay: `update: {{ x-rust-names: {{ {wire:?}: name }} }}` with \
         the JSONPath of `{}` as the target",
        definition.at
    ))
}

/// Members whose wire name is a Rust name keep it; the others make way.
fn fields(definition: &TypeDef, object: &Struct, found: &mut Diagnostics) -> (Vec<Name>, Name) {
    // `new` is the constructor's business, not a member's.
    let mut scope = Scope::new([""; 0].iter());
    let wanted: Vec<String> = object
        .fields
        .iter()
        .map(|field| wanted(definition, &field.name, snake))
        .collect();
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|index| object.fields[*index].name != wanted[*index]);
    let mut names: Vec<Option<Name>> = vec![None; wanted.len()];
    for index in order {
        let taken = scope.take(&wanted[index], &[]);
        if taken.clashed {
            let Field { name, at, .. } = &object.fields[index];
            let (wanted, given) = (&wanted[index], &taken.name);
            found.push(part_clash(at, definition, "a member", name, wanted, given));
        }
        names[index] = Some(taken.name);
    }
    let rest = scope.take("additional_properties", &[]).name;
    (names.into_iter().flatten().collect(), rest)
}

/// The names of values, each given as it is written and as the description calls it.
fn variants<'v>(
    definition: &TypeDef,
    values: impl Iterator<Item = (String, Option<&'v str>)>,
    found: &mut Diagnostics,
) -> (Vec<Name>, Name) {
    let mut scope = Scope::new([""; 0].iter());
    let names = values
        .map(|(value, label)| {
            let wanted = wanted(definition, &value, |wire| pascal(label.unwrap_or(wire)));
            let taken = scope.take(&wanted, &[]);
            if taken.clashed {
                let (at, given) = (&definition.at, &taken.name);
                found.push(part_clash(
                    at,
                    definition,
                    "a variant",
                    &value,
                    &wanted,
                    given,
                ));
            }
            taken.name
        })
        .collect();
    let rest = scope
        .take(
            "Unknown",
            &["Unlisted".to_owned(), "UnlistedValue".to_owned()],
        )
        .name;
    (names, rest)
}

fn union_variants(definition: &TypeDef, union: &Union) -> (Vec<Name>, Name) {
    let mut scope = Scope::new([""; 0].iter());
    let names = union
        .variants
        .iter()
        .map(|variant| {
            let wanted = wanted(definition, &variant.label, pascal);
            scope
                .take(&wanted, &[format!("{wanted}{}", what(&variant.ty))])
                .name
        })
        .collect();
    let rest = scope
        .take("Other", &["Unlisted".to_owned(), "UnlistedType".to_owned()])
        .name;
    (names, rest)
}

fn what(ty: &Ty) -> &'static str {
    match &ty.kind {
        TypeKind::Boolean => "Boolean",
        TypeKind::Integer(_) => "Integer",
        TypeKind::Number => "Number",
        TypeKind::String(_) => "String",
        TypeKind::File => "File",
        TypeKind::Any => "Value",
        TypeKind::FreeObject | TypeKind::Named(_) => "Object",
        TypeKind::List(_) => "List",
        TypeKind::Map(_) => "Map",
    }
}

/// Names the variants of the error body after the types they hold.
pub(super) fn error_bodies(plan: &Plan, types: &HashMap<Pointer, TypeNames>) -> Vec<Name> {
    let mut scope = Scope::new([""; 0].iter());
    let mut name = |ty: &Ty| scope.take(&described(ty, types), &[]).name;
    plan.error_bodies.iter().map(&mut name).collect()
}

fn described(ty: &Ty, types: &HashMap<Pointer, TypeNames>) -> String {
    match &ty.kind {
        TypeKind::Named(at) => types
            .get(at)
            .map_or_else(String::new, |names| names.name.plain().to_owned()),
        TypeKind::List(item) => format!("{}List", described(item, types)),
        TypeKind::Map(value) => format!("{}Map", described(value, types)),
        _ => what(ty).to_owned(),
    }
}
