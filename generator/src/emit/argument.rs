//! Arguments: how a parameter or a body is taken, and the step that hands it to the call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Emit;
use crate::ir::{Body, BodyContent, Location, Parameter, Style, Ty, TypeKind};
use crate::name::Name;

/// `.query("per_page", &per_page)`
pub(super) fn step(emit: &Emit<'_>, parameter: &Parameter, name: &Name) -> TokenStream {
    let wire = &parameter.name;
    let (plain, styled) = match parameter.location {
        Location::Path => ("path", "path_styled"),
        Location::Query => ("query", "query_styled"),
        Location::Header => ("header", "header_styled"),
        Location::Cookie => ("cookie", "cookie_styled"),
    };
    let value = if emit.is_copy(&parameter.ty) {
        quote!(&#name)
    } else {
        quote!(#name)
    };
    if parameter.style == Style::default_of(parameter.location) {
        let plain = Ident::new(plain, Span::call_site());
        return quote!(.#plain(#wire, #value));
    }
    let styled = Ident::new(styled, Span::call_site());
    let style = style(parameter.style);
    quote!(.#styled(#style, #wire, #value))
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple { explode } => quote!(Style::Simple { explode: #explode }),
        Style::Label { explode } => quote!(Style::Label { explode: #explode }),
        Style::Matrix { explode } => quote!(Style::Matrix { explode: #explode }),
        Style::Form { explode } => quote!(Style::Form { explode: #explode }),
        Style::FormReserved { explode } => quote!(Style::FormReserved { explode: #explode }),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
    }
}

/// The type of the argument for a body.
pub(super) fn body_argument(emit: &Emit<'_>, body: &Body) -> TokenStream {
    match &body.content {
        // The only body that `null` can stand for; a form without members is empty.
        BodyContent::Json(ty) if is_nullable(ty) => {
            let ty = emit.argument(ty);
            quote!(Option<#ty>)
        }
        BodyContent::Json(ty) | BodyContent::Form { ty, .. } | BodyContent::Multipart(ty) => {
            emit.argument(ty)
        }
        BodyContent::Text => quote!(&str),
        BodyContent::Bytes => quote!(impl Into<Bytes>),
    }
}

/// Whether null is something else than what the type holds already.
pub(super) fn is_nullable(ty: &Ty) -> bool {
    ty.nullable && ty.kind != TypeKind::Any
}

/// `.json("application/json", body)`
pub(super) fn body_step(emit: &Emit<'_>, body: &Body, name: &Name) -> TokenStream {
    let media_type = &body.media_type;
    match &body.content {
        BodyContent::Json(ty) if is_nullable(ty) || emit.is_copy(ty) => {
            quote!(.json(#media_type, &#name))
        }
        BodyContent::Json(_) => quote!(.json(#media_type, #name)),
        BodyContent::Form { styles, .. } => {
            let styles = styles.iter().map(|(name, it)| {
                let style = style(*it);
                quote!((#name, #style))
            });
            quote!(.form(#name, &[#(#styles),*]))
        }
        BodyContent::Multipart(_) => quote!(.multipart(#name.form())),
        BodyContent::Text => quote!(.text(#media_type, #name)),
        BodyContent::Bytes => quote!(.raw(#media_type, #name)),
    }
}
