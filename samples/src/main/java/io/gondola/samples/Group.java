package io.gondola.samples;

/** What a sample is about; the runner lists the samples in this order. */
public enum Group {
    TUTORIAL("The goroutine tutorial"),
    TOUR("A Tour of Go, the chapter on concurrency"),
    GREET("Greeting Bob, five ways"),
    QUIZ("Quiz: what happens when"),
    ADDER("Adding numbers into buckets"),
    SCHEDULER("Scheduler stories, told by its own counters"),
    CLASSIC("Classic programs"),
    LIBRARY("With the standard library"),
    FILES("On real input"),
    NETWORK("On the network");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
