/*
 * What the stress tests in the packages beside this one need of the library's package of this name: a program's last
 * frame and its ends are for the library's own classes. The library documents the package itself.
 */
package io.gondola.dsl;
