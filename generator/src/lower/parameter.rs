//! Parameters: path item's and operation's merged, style and explode made one, odd ones reported.

use openapiv3::{
    ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr,
};

use super::schema::{self};
use super::{Lowering, nesting, response, room, values};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Docs, Location, Origin, Parameter, Shape, StringFormat, Style, Ty, TypeKind};
use crate::limits::MAX_PARAMETERS;
use crate::pointer::Pointer;
use crate::resolve::View;

/// The parameters of an operation, as its path template and both lists have them.
pub(super) fn parameters<'d>(
    lowering: &mut Lowering<'d>,
    item: &View<'d, PathItem>,
    operation: &View<'d, openapiv3::Operation>,
    id: &str,
    variables: &[&str],
) -> Vec<Parameter> {
    let shared = lower_list(lowering, &item.at, &item.node.parameters, id);
    let own = lower_list(lowering, &operation.at, &operation.node.parameters, id);
    let mut merged: Vec<Parameter> = shared
        .into_iter()
        .filter(|shared| !own.iter().any(|own| same(own, shared)))
        .collect();
    merged.extend(own);
    merged.retain(|parameter| is_usable(lowering, parameter, variables));
    for variable in variables {
        if !merged
            .iter()
            .any(|it| it.location == Location::Path && it.name == *variable)
        {
            lowering.report(undeclared(&operation.at, variable));
            merged.push(undeclared_variable(&operation.at, variable));
        }
    }
    merged
}

fn same(first: &Parameter, second: &Parameter) -> bool {
    first.location == second.location && first.name == second.name
}

fn lower_list<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    nodes: &'d [ReferenceOr<openapiv3::Parameter>],
    id: &str,
) -> Vec<Parameter> {
    if nodes.len() > MAX_PARAMETERS {
        let place = at.child("parameters").child(MAX_PARAMETERS);
        lowering.report(too_many(&place));
        return Vec::new();
    }
    let mut list: Vec<Parameter> = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let place = at.child("parameters").child(index);
        let found = lowering
            .resolver
            .resolve::<openapiv3::Parameter, _>(&place, node);
        let Some(view) = lowering.noted(found) else {
            continue;
        };
        let parameter = parameter(lowering, &view, id);
        lowering.make_room(&place, 1, room::length(&parameter.docs));
        if list.iter().any(|earlier| same(earlier, &parameter)) {
            lowering.report(ignored(&place, &parameter, "it stands in the list twice"));
        } else {
            list.push(parameter);
        }
    }
    list
}

/// The diagnostic for the first parameter of an operation beyond the limit.
pub(super) fn too_many(at: &Pointer) -> Diagnostic {
    let message = format!("an operation has more than {MAX_PARAMETERS} parameters");
    Diagnostic::new(Code::TooLarge, at, message).help("put them into a request body")
}

fn parameter<'d>(
    lowering: &mut Lowering<'d>,
    view: &View<'d, openapiv3::Parameter>,
    id: &str,
) -> Parameter {
    let data = view.node.parameter_data_ref();
    let origin = match view.at.parent() {
        Some(parent) if parent == Pointer::from_tokens(["components", "parameters"]) => {
            Origin::ParameterComponent(view.at.last().unwrap_or_default())
        }
        _ => Origin::Parameter(id.to_owned(), data.name.clone()),
    };
    let (location, style) = place_and_style(view.node, data.explode);
    let (ty, schema_docs, content) = value(lowering, view, data, location, &origin);
    let style = content.unwrap_or_else(|| checked(lowering, view, style, location, &ty));
    let help = "describe it by `content: { application/json: … }`, or in a query by `deepObject`";
    nesting::report(lowering, &view.at, &data.name, style, &ty, help);
    Parameter {
        name: data.name.clone(),
        rust_name: lowering.rust_name(&data.extensions, &view.at),
        location,
        required: data.required || location == Location::Path,
        style,
        ty,
        default: default(data),
        docs: Docs {
            summary: None,
            description: schema_docs.or_else(|| data.description.clone()),
            external: None,
            deprecated: data.deprecated.unwrap_or(false),
        },
        at: view.at.clone(),
    }
}

/// The type of the value, the prose of its schema, and the style that `content` asks for.
fn value<'d>(
    lowering: &mut Lowering<'d>,
    view: &View<'d, openapiv3::Parameter>,
    data: &'d ParameterData,
    location: Location,
    origin: &Origin,
) -> (Ty, Option<String>, Option<Style>) {
    match &data.format {
        ParameterSchemaOrContent::Schema(node) => {
            let place = view.at.child("schema");
            let ty = schema::ty(lowering, &place, node, origin);
            schema::lend_prose(lowering, &place, data.description.as_deref());
            let prose = node
                .as_item()
                .and_then(|it| it.schema_data.description.clone());
            let prose = data.description.clone().or(prose);
            (ty, values::described(lowering, &place, node, prose), None)
        }
        ParameterSchemaOrContent::Content(content) => {
            let Some((media_type, media)) = content.first() else {
                return (Ty::new(TypeKind::Any), None, Some(Style::Json));
            };
            let place = view.at.child("content").child(media_type).child("schema");
            match &media.schema {
                Some(node) if response::is_json(media_type) => (
                    schema::ty(lowering, &place, node, origin),
                    None,
                    Some(Style::Json),
                ),
                _ if response::is_json(media_type) => {
                    (Ty::new(TypeKind::Any), None, Some(Style::Json))
                }
                _ => {
                    let text = Ty::new(TypeKind::String(StringFormat::Plain));
                    (text, None, Some(Style::default_of(location)))
                }
            }
        }
    }
}

fn default(data: &ParameterData) -> Option<serde_json::Value> {
    match &data.format {
        ParameterSchemaOrContent::Schema(node) => node.as_item()?.schema_data.default.clone(),
        ParameterSchemaOrContent::Content(_) => None,
    }
}

fn place_and_style(node: &openapiv3::Parameter, explode: Option<bool>) -> (Location, Style) {
    let exploded = explode.unwrap_or(false);
    match node {
        openapiv3::Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Simple => Style::Simple { explode: exploded },
                PathStyle::Label => Style::Label { explode: exploded },
                PathStyle::Matrix => Style::Matrix { explode: exploded },
            };
            (Location::Path, style)
        }
        openapiv3::Parameter::Header { .. } => {
            (Location::Header, Style::Simple { explode: exploded })
        }
        openapiv3::Parameter::Cookie { .. } => (
            Location::Cookie,
            Style::Form {
                explode: explode.unwrap_or(true),
            },
        ),
        openapiv3::Parameter::Query {
            style,
            allow_reserved,
            ..
        } => {
            let form = explode.unwrap_or(true);
            let style = match style {
                QueryStyle::Form if *allow_reserved => Style::FormReserved { explode: form },
                QueryStyle::SpaceDelimited if !form || explode.is_none() => Style::SpaceDelimited,
                QueryStyle::PipeDelimited if !form || explode.is_none() => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
                _ => Style::Form { explode: form },
            };
            (Location::Query, style)
        }
    }
}

/// The style, or the location's default where the style is undefined for the type (§4.7.12.5).
fn checked<'d>(
    lowering: &mut Lowering<'d>,
    view: &View<'d, openapiv3::Parameter>,
    style: Style,
    location: Location,
    ty: &Ty,
) -> Style {
    if style == Style::DeepObject && matches!(ty.kind, TypeKind::List(_)) {
        let message = "`deepObject` is undefined for an array; its items are numbered, as in \
                       `name[0]=value`";
        let help = "describe the parameter by `content: { application/json: … }`, if that is meant";
        lowering.report(Diagnostic::new(Code::UnsupportedStyle, &view.at, message).help(help));
        return style;
    }
    let defined = match style {
        Style::DeepObject => is_object(lowering, ty),
        Style::SpaceDelimited | Style::PipeDelimited => !is_scalar(lowering, ty),
        _ => true,
    };
    if defined {
        return style;
    }
    lowering.report(
        Diagnostic::new(
            Code::UnsupportedStyle,
            &view.at,
            "this style is undefined for a value of this type; the default style is used",
        )
        .help("`deepObject` is for objects, `spaceDelimited` and `pipeDelimited` for arrays"),
    );
    Style::default_of(location)
}

fn is_object(lowering: &Lowering<'_>, ty: &Ty) -> bool {
    match &ty.kind {
        TypeKind::FreeObject | TypeKind::Map(_) | TypeKind::Any => true,
        TypeKind::Named(at) => !matches!(
            lowering.shape_at(at),
            Some(Shape::Enum(_) | Shape::Numbers(_))
        ),
        _ => false,
    }
}

fn is_scalar(lowering: &Lowering<'_>, ty: &Ty) -> bool {
    !is_object(lowering, ty) && !matches!(ty.kind, TypeKind::List(_))
}

/// Whether HTTP can carry the parameter and `OpenAPI` says to send it.
fn is_usable(lowering: &mut Lowering<'_>, parameter: &Parameter, variables: &[&str]) -> bool {
    let name = parameter.name.as_str();
    match parameter.location {
        Location::Path if !variables.contains(&name) => {
            lowering.report(
                Diagnostic::new(
                    Code::UnusedPathParameter,
                    &parameter.at,
                    format!("the path has no `{{{name}}}`, so this parameter goes nowhere"),
                )
                .help("put the variable into the path, or remove the parameter"),
            );
            false
        }
        Location::Header
            if RESERVED_HEADERS
                .iter()
                .any(|it| it.eq_ignore_ascii_case(name)) =>
        {
            let reason = "OpenAPI 3.0 says that a parameter of this name is to be ignored";
            lowering.report(ignored(&parameter.at, parameter, reason));
            false
        }
        Location::Header | Location::Cookie if !is_token(name) => {
            let reason = "HTTP allows no such name (RFC 9110 §5.6.2)";
            lowering.report(ignored(&parameter.at, parameter, reason));
            false
        }
        _ => true,
    }
}

/// Header names that are described elsewhere in a description (§4.7.12.1).
const RESERVED_HEADERS: [&str; 3] = ["Accept", "Content-Type", "Authorization"];

/// Whether a text is a token (RFC 9110 §5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_tchar)
}

fn ignored(at: &Pointer, parameter: &Parameter, reason: &str) -> Diagnostic {
    Diagnostic::new(
        Code::IgnoredParameter,
        at,
        format!(
            "the parameter `{}` is not offered: {reason}",
            parameter.name
        ),
    )
    .help("remove it, by an overlay if the description is not yours")
}

fn undeclared(at: &Pointer, variable: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UndeclaredPathParameter,
        at,
        format!("no parameter declares `{{{variable}}}` of the path; it is taken as a text"),
    )
    .help(format!(
        "add a parameter `name: {variable}`, `in: path`, `required: true`"
    ))
}

fn undeclared_variable(at: &Pointer, variable: &str) -> Parameter {
    Parameter {
        name: variable.to_owned(),
        rust_name: None,
        location: Location::Path,
        required: true,
        style: Style::Simple { explode: false },
        ty: Ty::new(TypeKind::String(StringFormat::Plain)),
        default: None,
        docs: Docs::default(),
        at: at.clone(),
    }
}
