package io.gondola.modelcheck;

import org.objectweb.asm.tree.ClassNode;

/** A defect put into the code that is checked, to see that the check finds it. */
@FunctionalInterface
interface Mutation {
    Mutation NONE = node -> {};

    void apply(ClassNode node);
}
