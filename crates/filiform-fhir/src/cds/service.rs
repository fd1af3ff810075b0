//! The services, the hooks they answer, and what they ask the caller to send along.

use super::CANONICAL;
use super::wire::{DescribedService, Discovery};

/// A service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// What in the record speaks against needling this person, or this order.
    NeedlingSafety,
    /// Whether a point plan and the record agree, before the plan is signed.
    NeedlingPlanCheck,
}

/// A moment in the work of the other system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hook {
    /// A record is opened.
    PatientView,
    /// An order is being chosen.
    OrderSelect,
    /// Orders are about to be signed.
    OrderSign,
    /// An appointment is being made.
    AppointmentBook,
    /// A visit begins.
    EncounterStart,
    /// A point plan is about to be signed. Our own hook.
    NeedlingPlanSign,
}

impl Service {
    /// Every service.
    pub const ALL: [Self; 2] = [Self::NeedlingSafety, Self::NeedlingPlanCheck];

    /// The last part of its address.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NeedlingSafety => "needling-safety",
            Self::NeedlingPlanCheck => "needling-plan-check",
        }
    }

    /// The service called `id`.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.id() == id)
    }

    /// The hooks it answers.
    pub const fn hooks(self) -> &'static [Hook] {
        match self {
            Self::NeedlingSafety => &[
                Hook::PatientView,
                Hook::OrderSelect,
                Hook::OrderSign,
                Hook::AppointmentBook,
                Hook::EncounterStart,
            ],
            Self::NeedlingPlanCheck => &[Hook::NeedlingPlanSign],
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::NeedlingSafety => "Needling safety",
            Self::NeedlingPlanCheck => "Needling plan check",
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Self::NeedlingSafety => {
                "What in the record speaks against acupuncture or dry needling of this person, or of \
                 the places in this order, with reason, source and certainty."
            }
            Self::NeedlingPlanCheck => {
                "Whether the needles of a point plan and the record agree, needle by needle, with \
                 reason, source and certainty."
            }
        }
    }
}

impl Hook {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PatientView => "patient-view",
            Self::OrderSelect => "order-select",
            Self::OrderSign => "order-sign",
            Self::AppointmentBook => "appointment-book",
            Self::EncounterStart => "encounter-start",
            Self::NeedlingPlanSign => "org.w3id.filiform.needling-plan-sign",
        }
    }
}

/// What is asked for along with a request: key, query, and what it is in words.
pub(super) const PREFETCH: [(&str, &str, &str); 7] = [
    ("patient", "Patient/{{context.patientId}}", "the patient"),
    (
        "conditions",
        "Condition?patient={{context.patientId}}",
        "conditions",
    ),
    (
        "medications",
        "MedicationStatement?patient={{context.patientId}}",
        "medicines taken",
    ),
    (
        "prescriptions",
        "MedicationRequest?patient={{context.patientId}}",
        "prescriptions",
    ),
    (
        "allergies",
        "AllergyIntolerance?patient={{context.patientId}}",
        "allergies",
    ),
    (
        "devices",
        "DeviceUseStatement?patient={{context.patientId}}",
        "implanted devices",
    ),
    (
        "pregnancy",
        "Observation?patient={{context.patientId}}&code=http://loinc.org|82810-3&_sort=-date&_count=1",
        "pregnancy status",
    ),
];

/// What `GET /cds-services` answers.
pub fn discovery() -> Discovery {
    let described = |service: Service, hook: Hook| DescribedService {
        hook: hook.name(),
        title: service.title(),
        description: service.description(),
        id: service.id(),
        prefetch: PREFETCH
            .iter()
            .map(|(key, query, _)| (*key, *query))
            .collect(),
        usage_requirements: format!(
            "Send every prefetch key: what was searched for and not found as null. Needles are \
             described in ServiceRequest.bodySite with codes of {CANONICAL}/CodeSystem/point."
        ),
    };
    Discovery {
        services: Service::ALL
            .into_iter()
            .flat_map(|service| {
                service
                    .hooks()
                    .iter()
                    .map(move |hook| described(service, *hook))
            })
            .collect(),
    }
}
