package io.gondola.samples.files.csv;

import io.gondola.pipeline.Pipeline;
import io.vavr.collection.List;
import io.vavr.collection.Queue;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;

/**
 * Joins lines to records: a line that leaves a quote open goes on in the next one.
 *
 * <p>A record may have {@value #MAX_LINES} lines. If the quote is still open then its first line is a bad record of its
 * own, and the other lines are looked at again, so one wrong quote spoils one line rather than the rest of the file.
 * Blank lines are left out.
 *
 * @param number how many lines have come
 * @param open the lines of the record that is not complete
 * @param ready the records that the last line has completed
 */
record Joining(long number, Queue<String> open, Seq<RawRecord> ready) {
    static final int MAX_LINES = 100;
    static final String UNCLOSED = "a quote is not closed";

    private static final Joining START = new Joining(0, Queue.empty(), List.empty());

    /** The records of lines, of which one that is no text is a failure. */
    static Pipeline<RawRecord> records(Pipeline<Try<String>> lines) {
        return Pipeline.concat(lines.map(Option::some), Pipeline.of(Option.<Try<String>>none()))
                .scan(START, (state, line) -> line.map(state::next).getOrElse(state::end))
                .flatMapIterable(Joining::ready);
    }

    /** The same of lines that are in memory. */
    static Seq<RawRecord> records(Seq<Try<String>> lines) {
        Joining state = START;
        List<RawRecord> all = List.empty();
        for (Try<String> line : lines) {
            state = state.next(line);
            all = all.prependAll(state.ready.reverse());
        }
        return all.prependAll(state.end().ready.reverse()).reverse();
    }

    private Joining next(Try<String> line) {
        Joining with = new Joining(number + 1, open, List.empty());
        return line.isSuccess() ? with.add(line.get()) : with.end().bad("", "the line is not UTF-8");
    }

    /** No more lines come: the record that is open is bad. */
    private Joining end() {
        Joining state = new Joining(number, open, List.empty());
        while (!state.open.isEmpty()) {
            state = state.giveUpFirstLine();
        }
        return state;
    }

    private Joining add(String line) {
        if (open.isEmpty() && line.isBlank()) {
            return this;
        }
        Joining longer = new Joining(number, open.append(line), ready);
        if (longer.isComplete()) {
            return new Joining(
                    number,
                    Queue.empty(),
                    ready.append(new RawRecord(longer.firstLine(), longer.open.mkString("\n"), Option.none())));
        }
        return longer.open.size() < MAX_LINES ? longer : longer.giveUpFirstLine();
    }

    private Joining giveUpFirstLine() {
        Joining state = new Joining(
                firstLine(),
                Queue.empty(),
                ready.append(new RawRecord(firstLine(), open.head(), Option.some(UNCLOSED))));
        for (String line : open.tail()) {
            state = new Joining(state.number + 1, state.open, state.ready).add(line);
        }
        return state;
    }

    private Joining bad(String text, String problem) {
        return new Joining(number, Queue.empty(), ready.append(new RawRecord(number, text, Option.some(problem))));
    }

    private long firstLine() {
        return number - open.size() + 1;
    }

    /** Whether all quotes are closed; one within quotes is doubled. */
    private boolean isComplete() {
        return open.map(line -> line.chars().filter(c -> c == '"').count())
                                .sum()
                                .longValue()
                        % 2
                == 0;
    }
}
