//! What belongs to the clinic and to the people who work there: protocols and preferences.

use filiform_care::{preference, protocol};
use filiform_units::{PractitionerId, ProtocolId};

use super::{Loaded, Streams, count};
use crate::ledger::StreamKind;
use crate::tx::uuid;
use crate::{StoreError, Tx, project, stored};

impl Streams<'_> {
    /// A protocol of the clinic; the default before it was ever saved.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn protocol(
        &self,
        tx: &mut dyn Tx,
        id: ProtocolId,
    ) -> Result<Loaded<protocol::Protocol>, StoreError> {
        self.load(
            tx,
            self.itself(),
            &uuid(id.bits()),
            stored::protocol_event,
            protocol::evolve,
        )
    }

    /// Appends to a protocol and brings its read model up to date.
    ///
    /// # Errors
    /// When it could not be stored.
    pub fn append_protocol(
        &self,
        tx: &mut dyn Tx,
        id: ProtocolId,
        mut loaded: Loaded<protocol::Protocol>,
        events: &[protocol::Event],
    ) -> Result<Loaded<protocol::Protocol>, StoreError> {
        if events.is_empty() {
            return Ok(loaded);
        }
        let encoded = events
            .iter()
            .map(stored::encode_protocol)
            .collect::<Result<Vec<_>, _>>()?;
        let stream = (StreamKind::Protocol, uuid(id.bits()));
        self.append(tx, self.itself(), stream, loaded.version, encoded)?;
        loaded.version += count(events);
        loaded.state = events.iter().fold(loaded.state, protocol::evolve);
        project::protocol(tx, self.clinic, id, &loaded)?;
        Ok(loaded)
    }

    /// What one person of the clinic prefers; the default before their first wish.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn preferences(
        &self,
        tx: &mut dyn Tx,
        of: PractitionerId,
    ) -> Result<Loaded<preference::Preferences>, StoreError> {
        self.load(
            tx,
            self.itself(),
            &uuid(of.bits()),
            stored::preference_event,
            preference::evolve,
        )
    }

    /// Appends to what one person prefers.
    ///
    /// # Errors
    /// When it could not be stored.
    pub fn append_preferences(
        &self,
        tx: &mut dyn Tx,
        of: PractitionerId,
        mut loaded: Loaded<preference::Preferences>,
        events: &[preference::Event],
    ) -> Result<Loaded<preference::Preferences>, StoreError> {
        if events.is_empty() {
            return Ok(loaded);
        }
        let encoded = events
            .iter()
            .map(stored::encode_preference)
            .collect::<Result<Vec<_>, _>>()?;
        let stream = (StreamKind::Preference, uuid(of.bits()));
        self.append(tx, self.itself(), stream, loaded.version, encoded)?;
        loaded.version += count(events);
        loaded.state = events.iter().fold(loaded.state, preference::evolve);
        Ok(loaded)
    }
}
