package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.commands.UsageError;
import io.vavr.collection.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
    @Test
    void namesAreUniqueAndInKebabCase() {
        assertThat(Catalog.samples().map(Sample::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"))
                .doesNotContain("run", "list", "all", "help");
    }

    @Test
    void everySampleHasASummary() {
        assertThat(Catalog.samples()).noneMatch(sample -> sample.summary().isBlank());
    }

    @Test
    void noGroupIsEmpty() {
        assertThat(List.of(Group.values())).noneMatch(group -> Catalog.in(group).isEmpty());
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> Catalog.named("prime-seive"))
                .isInstanceOf(UsageError.class)
                .hasMessage("there is no sample of this name: prime-seive, did you mean prime-sieve?");
        assertThatThrownBy(() -> Catalog.named("xyzzy"))
                .isInstanceOf(UsageError.class)
                .hasMessage("there is no sample of this name: xyzzy; list shows them all");
    }
}
