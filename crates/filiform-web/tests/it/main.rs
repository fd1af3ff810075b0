//! Every page in every state: what it reads like, and what every page must keep to.

mod assets;
mod islands;
mod pages;
