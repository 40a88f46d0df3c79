//! The kinds of faults, and how grave each is.

use std::fmt;

/// Whether a diagnostic stops the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document can't be used; nothing is written.
    Error,
    /// Something was degraded or dropped; the output is whole and compiles.
    Warning,
}

impl Severity {
    /// The word a terminal shows.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! catalogue {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// Every kind of fault the generator knows. Each has a fixture in `tests/diagnostics`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// All codes, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name shown between brackets and searched for in the documentation.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Whether this kind of fault stops the run.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

catalogue! {
    /// A file can't be read.
    UnreadableFile = "unreadable-file", Error;
    /// The document has no content.
    EmptyDocument = "empty-document", Error;
    /// The bytes are not UTF-8.
    InvalidEncoding = "invalid-encoding", Error;
    /// Neither YAML nor JSON.
    InvalidSyntax = "invalid-syntax", Error;
    /// More of something than one of the generator's limits allows.
    TooLarge = "too-large", Error;
    /// Not a description in OpenAPI 3.0 or 3.1.
    UnsupportedVersion = "unsupported-version", Error;
    /// A node has not the form OpenAPI gives it.
    InvalidDocument = "invalid-document", Error;
    /// A reference's target does not exist.
    UnresolvedReference = "unresolved-reference", Error;
    /// A reference's target is another kind of object.
    WrongReferenceKind = "wrong-reference-kind", Error;
    /// A reference leads back to itself.
    ReferenceCycle = "reference-cycle", Error;
    /// A reference leaves the document and the files beside it.
    ExternalReference = "external-reference", Error;
    /// A schema includes itself by `allOf`.
    AllOfCycle = "allof-cycle", Error;
    /// The overlay is not an OpenAPI Overlay 1.0 document.
    InvalidOverlay = "invalid-overlay", Error;
    /// An overlay action's target matches no node.
    OverlayNoMatch = "overlay-no-match", Error;
    /// A path template that can't be made into a request.
    InvalidPathTemplate = "invalid-path-template", Error;
    /// An `x-rust-name` that is no identifier.
    InvalidName = "invalid-name", Error;
    /// An operation to be cut out is not in the description.
    MissingOperation = "missing-operation", Error;
    /// An operation to be cut out has another method or path than before.
    MovedOperation = "moved-operation", Error;
    /// An entry of `x-github-breaking-changes` can't be applied.
    InvalidBreakingChange = "invalid-breaking-change", Error;
    /// Upstream changed a text for which the slice has one of its own.
    UpstreamProseChanged = "upstream-prose-changed", Warning;
    /// A text of upstream's for which the slice has none of its own yet.
    UnwrittenProse = "unwritten-prose", Warning;
    /// A node has not the form OpenAPI gives it, and is read as it was meant or left out.
    ToleratedFault = "tolerated-fault", Warning;
    /// An operation has no `operationId`.
    MissingOperationId = "missing-operation-id", Warning;
    /// Two operations have one `operationId`.
    DuplicateOperationId = "duplicate-operation-id", Warning;
    /// A variable of the path template is declared by no parameter.
    UndeclaredPathParameter = "undeclared-path-parameter", Warning;
    /// A path parameter does not stand in the path template.
    UnusedPathParameter = "unused-path-parameter", Warning;
    /// A parameter that HTTP can't carry, or that OpenAPI says to ignore.
    IgnoredParameter = "ignored-parameter", Warning;
    /// A serialization style that is undefined for its place or type.
    UnsupportedStyle = "unsupported-style", Warning;
    /// A schema's `type` is none of JSON Schema's.
    UnknownType = "unknown-type", Warning;
    /// A schema construct that is expressed as free JSON.
    UnsupportedSchema = "unsupported-schema", Warning;
    /// Members of an `allOf` that no value satisfies together.
    ConflictingAllOf = "conflicting-allof", Warning;
    /// A document of OpenAPI 3.0 uses a keyword of 3.1.
    NewerKeyword = "newer-keyword", Warning;
    /// A list whose items have a type for each place.
    DegradedTuple = "degraded-tuple", Warning;
    /// Members whose type depends on a pattern of their names.
    DegradedPattern = "degraded-pattern", Warning;
    /// A schema that applies on a condition.
    IgnoredCondition = "ignored-condition", Warning;
    /// A reference whose target depends on the way to it.
    DynamicReference = "dynamic-reference", Warning;
    /// A keyword that stands beside `$ref` and has no effect there.
    IgnoredSibling = "ignored-sibling", Warning;
    /// A discriminator that can't choose a variant.
    InvalidDiscriminator = "invalid-discriminator", Warning;
    /// A media type that is sent or received as raw bytes.
    UnsupportedMediaType = "unsupported-media-type", Warning;
    /// A second media type of a body, which the client does not offer.
    DroppedMediaType = "dropped-media-type", Warning;
    /// A key under `responses` that is no status.
    InvalidStatus = "invalid-status", Warning;
    /// A paging, redirect or naming extension that contradicts the description.
    InvalidExtension = "invalid-extension", Warning;
    /// A security scheme or requirement the client can't fulfil.
    UnsupportedSecurity = "unsupported-security", Warning;
    /// A server URL that can't be a base URL.
    InvalidServer = "invalid-server", Warning;
    /// Two things would have one Rust name.
    NameClash = "name-clash", Warning;
}

impl Code {
    /// Whether the client does less than the description says, or knows less of it: free JSON for
    /// a schema, bytes for a media type, a style or a scheme that the caller has to see to.
    #[must_use]
    pub fn degrades(self) -> bool {
        matches!(
            self,
            Self::UnsupportedStyle
                | Self::UnknownType
                | Self::UnsupportedSchema
                | Self::ConflictingAllOf
                | Self::DegradedTuple
                | Self::DegradedPattern
                | Self::IgnoredCondition
                | Self::DynamicReference
                | Self::InvalidDiscriminator
                | Self::UnsupportedMediaType
                | Self::DroppedMediaType
                | Self::InvalidStatus
                | Self::UnsupportedSecurity
                | Self::InvalidServer
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
