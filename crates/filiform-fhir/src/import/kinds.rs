//! Every resource type of R4: read, or left aside for a reason.

/// The types that become patients and facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Patient,
    Condition,
    MedicationRequest,
    MedicationStatement,
    Medication,
    AllergyIntolerance,
    Procedure,
    Device,
    DeviceUseStatement,
    Observation,
    FamilyMemberHistory,
}

const READ: [(&str, Kind); 11] = [
    ("Patient", Kind::Patient),
    ("Condition", Kind::Condition),
    ("MedicationRequest", Kind::MedicationRequest),
    ("MedicationStatement", Kind::MedicationStatement),
    ("Medication", Kind::Medication),
    ("AllergyIntolerance", Kind::AllergyIntolerance),
    ("Procedure", Kind::Procedure),
    ("Device", Kind::Device),
    ("DeviceUseStatement", Kind::DeviceUseStatement),
    ("Observation", Kind::Observation),
    ("FamilyMemberHistory", Kind::FamilyMemberHistory),
];

/// Types that are left aside, by reason. The reasons are words for a page.
const LEFT_ASIDE: [(&str, &str); 12] = [
    (
        "billing and administration",
        "Account Appointment AppointmentResponse ChargeItem ChargeItemDefinition Claim ClaimResponse \
         Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse EnrollmentRequest \
         EnrollmentResponse ExplanationOfBenefit InsurancePlan Invoice PaymentNotice \
         PaymentReconciliation Schedule Slot SupplyDelivery SupplyRequest Task",
    ),
    (
        "people and places of the source",
        "CareTeam Endpoint Group HealthcareService Location Organization OrganizationAffiliation \
         Person Practitioner PractitionerRole RelatedPerson",
    ),
    ("visits elsewhere", "Encounter EpisodeOfCare"),
    (
        "vaccinations are not needed for screening",
        "Immunization ImmunizationEvaluation ImmunizationRecommendation",
    ),
    (
        "plans and orders of the source",
        "CarePlan CommunicationRequest DeviceRequest Goal NutritionOrder RequestGroup ServiceRequest \
         VisionPrescription",
    ),
    (
        "single doses and supplies: prescriptions and statements are read instead",
        "MedicationAdministration MedicationDispense",
    ),
    (
        "reports: their results are read as Observations",
        "DiagnosticReport",
    ),
    (
        "images, specimens and sites",
        "BodyStructure ImagingStudy Media MolecularSequence Specimen",
    ),
    (
        "documents are not read: open them in the source",
        "Binary Composition DocumentManifest DocumentReference",
    ),
    (
        "assessments and warnings of the source are not read: look at them there",
        "AdverseEvent ClinicalImpression DetectedIssue Flag GuidanceResponse QuestionnaireResponse \
         RiskAssessment",
    ),
    (
        "technical",
        "AuditEvent Basic Bundle Communication Consent DeviceMetric Linkage List MessageHeader \
         OperationOutcome Parameters Provenance Subscription VerificationResult",
    ),
    (
        "definitions, not about a person",
        "ActivityDefinition BiologicallyDerivedProduct CapabilityStatement CatalogEntry CodeSystem \
         CompartmentDefinition ConceptMap DeviceDefinition EffectEvidenceSynthesis EventDefinition \
         Evidence EvidenceVariable ExampleScenario GraphDefinition ImplementationGuide Library Measure \
         MeasureReport MedicationKnowledge MedicinalProduct MedicinalProductAuthorization \
         MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient \
         MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged \
         MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition \
         NamingSystem ObservationDefinition OperationDefinition PlanDefinition \
         Questionnaire ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject \
         RiskEvidenceSynthesis SearchParameter SpecimenDefinition StructureDefinition StructureMap \
         Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein \
         SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification \
         TerminologyCapabilities TestReport TestScript ValueSet",
    ),
];

/// The type called `name`, when it is read.
pub(super) fn read(name: &str) -> Option<Kind> {
    READ.iter()
        .find(|(read, _)| *read == name)
        .map(|(_, kind)| *kind)
}

/// Why the type called `name` is left aside.
pub(super) fn left_aside(name: &str) -> &'static str {
    reason(name).unwrap_or("not a resource type of FHIR R4")
}

/// Whether R4 has a resource type of this name.
pub(super) fn is_r4(name: &str) -> bool {
    read(name).is_some() || reason(name).is_some()
}

fn reason(name: &str) -> Option<&'static str> {
    LEFT_ASIDE
        .iter()
        .find(|(_, names)| names.split_ascii_whitespace().any(|known| known == name))
        .map(|(reason, _)| *reason)
}
