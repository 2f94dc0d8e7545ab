package io.gondola.pipeline;

/** That there is no element. */
final class Mark extends Answer {
    /** There is nothing for the stages below this time. */
    static final Mark SKIP = new Mark("SKIP");

    /** The source has ended; or, of a stage at the end, it holds nothing more. */
    static final Mark END = new Mark("END");

    private final String name;

    private Mark(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
