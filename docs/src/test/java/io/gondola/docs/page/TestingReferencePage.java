package io.gondola.docs.page;

import io.gondola.dsl.Go;
import io.gondola.testkit.Kind;
import io.vavr.control.Option;
import java.util.HashSet;
import java.util.Set;

/** For docs/testing-reference.md. */
public abstract class TestingReferencePage {
    protected final Set<Option<Kind>> seen = new HashSet<>();
    protected final String token = "";

    protected static Go<?> program() {
        return Go.unit();
    }
}
