//! Scores, trends and whether treatment is working.
