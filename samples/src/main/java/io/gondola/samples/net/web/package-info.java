/** What runs on the HTTP server: a page with live figures, and a crawler of a site. */
package io.gondola.samples.net.web;
