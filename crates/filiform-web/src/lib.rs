//! Pages, islands and the routes behind them.
//!
//! A page is a struct of display-ready values and a template that looks nothing up. The
//! template holds no clinical fact and no rule: what it shows was decided before.

pub mod assets;
pub mod history;
pub mod pages;
pub mod paths;
pub mod routes;
pub mod ui;
