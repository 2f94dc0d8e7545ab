package io.gondola.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @Test
    void anOrdinaryTestKeepsItsName() {
        assertThat(FileNames.of("com.acme.BankTest$Inner#transfer")).isEqualTo("com.acme.BankTest$Inner.transfer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.BTest#money is 100% safe?",
                "a.BTest#a/b\\c:d*e\"f<g>h|i",
                "a.BTest#überweisung",
                "a.BTest#tab\tand\nline",
                "CON.Test#x",
                "nul#x",
                "a.BTest#x-int[]",
                ".hidden#x"
            })
    void othersAreMadeOfWhatUrlsAndFileSystemsTake(String id) {
        String name = FileNames.of(id);

        assertThat(name).matches("[A-Za-z0-9_][A-Za-z0-9._$-]*").doesNotMatch("(?i)(con|nul)([.].*)?");
        assertThat(URI.create("file:///tmp/" + name + ".html").getPath()).isEqualTo("/tmp/" + name + ".html");
    }

    @Test
    void namesThatDifferStayDifferent() {
        assertThat(FileNames.of("a.BTest#is it?")).isNotEqualTo(FileNames.of("a.BTest#is it!"));
        assertThat(FileNames.of("a#" + "x".repeat(300) + "1"))
                .isNotEqualTo(FileNames.of("a#" + "x".repeat(300) + "2"))
                .hasSizeLessThan(200);
    }
}
