//! Patient, course and session: commands become events, events become state.
