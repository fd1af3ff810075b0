//! The knowledge base that ships with the product, loaded once.

use std::sync::LazyLock;

use filiform_knowledge::Knowledge;

static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::embedded().expect("the knowledge base loads"));

/// The knowledge base that ships with the product.
pub fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}
