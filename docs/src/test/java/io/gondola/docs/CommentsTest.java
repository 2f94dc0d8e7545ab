package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Comments of all sources: the formatter keeps code within the width, and leaves comments alone. */
class CommentsTest {
    private static final int WIDTH = 120;
    private static final Pattern COMMENT = Pattern.compile("\\s*(//|/\\*|\\*).*");
    private static final Pattern ODD_WORDS =
            Pattern.compile("(?i)\\b(lest|anew|in vain|belongs? into|whoever|whomever)\\b");

    private static List<String> comments(Pattern offence) throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(Snippets.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skipped = name.equals("target") || (name.startsWith(".") && !folder.equals(Snippets.ROOT));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".java")) {
                    int number = 0;
                    for (String line : Files.readAllLines(file)) {
                        number++;
                        if (COMMENT.matcher(line).matches()
                                && offence.matcher(line).find()) {
                            found.add(Snippets.ROOT.relativize(file) + ":" + number + ": " + line.strip());
                        }
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    @Test
    void thereAreComments() throws IOException {
        assertThat(comments(Pattern.compile(""))).hasSizeGreaterThan(10_000);
    }

    @Test
    void noneIsWiderThanTheCode() throws IOException {
        assertThat(comments(Pattern.compile(".{" + (WIDTH + 1) + ",}"))).isEmpty();
    }

    /** A sentence names its actor, and uses words that people say. */
    @Test
    void allAreInWordsThatPeopleUse() throws IOException {
        assertThat(comments(ODD_WORDS)).isEmpty();
    }
}
