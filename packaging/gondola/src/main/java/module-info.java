/**
 * All libraries of Gondola at once: a module that requires this one reads the language, select, the standard library
 * and pipelines.
 */
module io.gondola {
    requires transitive io.gondola.dsl;
    requires transitive io.gondola.pipeline;
    requires transitive io.gondola.select;
    requires transitive io.gondola.net;
    requires transitive io.gondola.sync;
}
