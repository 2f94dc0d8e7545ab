package io.gondola.samples.files;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The words of a text file: runs of letters and digits, in lower case.
 *
 * <p>The file is read piece by piece, so its size does not matter. A run longer than {@value #LONGEST} characters is
 * cut there: no language has such words, but some files have no spaces.
 */
final class Words {
    static final int LONGEST = 256;

    private final WordCounts counts = new WordCounts();
    private final StringBuilder word = new StringBuilder();

    private Words() {}

    /**
     * Counts the words of {@code file}; blocks the thread meanwhile.
     *
     * @throws NotTextException if the file has a NUL character, as only binary files do
     * @throws java.nio.charset.CharacterCodingException if the file is not UTF-8
     */
    static WordCounts of(Path file) throws IOException {
        try (Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder())) {
            return new Words().count(in);
        }
    }

    private WordCounts count(Reader in) throws IOException {
        char[] chunk = new char[8192];
        char high = 0; // the first half of a character outside of the basic plane
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            for (int i = 0; i < n; i++) {
                if (Character.isHighSurrogate(chunk[i])) {
                    high = chunk[i];
                } else {
                    take(Character.isLowSurrogate(chunk[i]) ? Character.toCodePoint(high, chunk[i]) : chunk[i]);
                }
            }
        }
        endWord();
        return counts;
    }

    private void take(int character) throws NotTextException {
        if (character == 0) {
            throw new NotTextException("binary");
        }
        boolean inWord = Character.isLetterOrDigit(character);
        if (!inWord || word.length() >= LONGEST) {
            endWord();
        }
        if (inWord) {
            word.appendCodePoint(Character.toLowerCase(character));
        }
    }

    private void endWord() {
        if (word.length() > 0) {
            counts.add(word.toString());
            word.setLength(0);
        }
    }
}
