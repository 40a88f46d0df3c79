//! The step of the crate's version that a change asks for, and versions before and after it.

use std::fmt;
use std::str::FromStr;

/// What the version has to tell, the most last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Nothing has changed.
    None,
    /// Only the documentation has.
    Patch,
    /// There is more than before.
    Additive,
    /// Something does not work any more.
    Breaking,
}

impl Step {
    /// The part of a version that is raised. Before 1.0, Cargo takes the first part that is not
    /// zero for the major one, so that each step is one part lower.
    #[must_use]
    pub fn part(self, version: Version) -> &'static str {
        let parts = match (version.major, version.minor) {
            (0, 0) => ["none", "patch", "patch", "patch"],
            (0, _) => ["none", "patch", "patch", "minor"],
            _ => ["none", "patch", "minor", "major"],
        };
        parts[self as usize]
    }

    /// The word for what has changed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "no change",
            Self::Patch => "documentation",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

/// A version of a crate, without pre-release and build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// The version after this one and the step.
    #[must_use]
    pub fn after(self, step: Step) -> Self {
        let Self {
            major,
            minor,
            patch,
        } = self;
        match step.part(self) {
            "major" => Self {
                major: major + 1,
                minor: 0,
                patch: 0,
            },
            "minor" => Self {
                minor: minor + 1,
                patch: 0,
                ..self
            },
            "patch" => Self {
                patch: patch + 1,
                ..self
            },
            _ => self,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            major,
            minor,
            patch,
        } = self;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Option<Vec<u64>> = text.split('.').map(|part| part.parse().ok()).collect();
        match parts.as_deref() {
            Some([major, minor, patch]) => Ok(Self {
                major: *major,
                minor: *minor,
                patch: *patch,
            }),
            _ => Err(format!("`{text}` is no version of the form 1.2.3")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_one_each_step_is_a_part_lower() {
        let check = |from: &str, step: Step, to: &str| {
            let from: Version = from.parse().unwrap();
            assert_eq!(from.after(step).to_string(), to, "{from} and {step:?}");
        };
        check("1.2.3", Step::Breaking, "2.0.0");
        check("1.2.3", Step::Additive, "1.3.0");
        check("1.2.3", Step::Patch, "1.2.4");
        check("1.2.3", Step::None, "1.2.3");
        check("0.2.3", Step::Breaking, "0.3.0");
        check("0.2.3", Step::Additive, "0.2.4");
        check("0.2.3", Step::Patch, "0.2.4");
        check("0.0.3", Step::Breaking, "0.0.4");
        check("0.0.3", Step::Additive, "0.0.4");
    }

    #[test]
    fn a_version_has_three_numbers() {
        for text in ["", "1", "1.2", "1.2.3.4", "1.2.x", "1.2.3-a"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}
