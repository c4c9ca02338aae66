/**
 * The edge to the container: two extensions, one for each kind of container, fill the same {@code Catalogue} of observers
 * and emitters; {@code EmitterHost} lives through the application's start and stop with it.
 *
 * <p><b>Finding observer methods.</b> The build compatible extension knows only descriptions of observers. ArC, the container
 * of Quarkus, lists the observers that they describe; another container is asked for the observers of an example of their
 * type, which is made without calling a constructor.
 *
 * <p><b>The start.</b> The jar has no {@code beans.xml}: an archive with an extension and without that file is no bean archive, so
 * no container loads all its classes to search them. The start of the application is held up only by what may end it: the
 * configuration is read, and a JSON-B provider looked for. A thread of its own then makes JSON-B and the channels and starts
 * them; a caller that needs an emitter meanwhile waits for it. Where the start has to wait for the database, or has an
 * embedded one, everything is done on its thread.
 *
 * <p><b>Threads.</b> While GlassFish finishes a deployment, it lets some of the threads that it lends end before they run
 * anything. So each lent thread is waited for until it has begun, and replaced if it ends. That goes for the threads of a
 * connection as well: without the one that reads, nothing would notice that no answer comes.
 *
 * <p><b>Enterprise archives.</b> With the library in the {@code lib/} of an EAR there is one extension, one catalogue and one set
 * of channels for all its wars: one subscription serves them, each observer gets its own war's classes, and lifecycle events
 * reach the observers of every war. The bean manager of the library's archive does not see the wars, so the portable extension
 * keeps what it saw of them: observers, beans of {@code EmitterOptions}, of which two with equal values count as one, and a bean
 * of {@code Jsonb} when there is only one. The configuration is that of the EAR: system properties, environment, or a jar in its
 * {@code lib/}. The stop begins with the end of the last of its modules. Two copies of the library that one class loader sees
 * are refused: a bean would get classes of the one or of the other.
 *
 * <p><b>Class loaders and names.</b> A call is made with the observer's own class loader as context class loader where the
 * thread's does not know the observer. The names in {@code java:} are not switched: no server hands out the context of a module
 * before it runs a thread of it, and the channels start before the wars do. WildFly then has no {@code java:comp}, Open Liberty that
 * of one of the wars. An observer that needs such names gets them injected, or each war gets the library in its own
 * {@code WEB-INF/lib}, and with it a subscription of its own.
 */
@NullMarked
package io.github.rethinkemitter.internal.cdi;

import org.jspecify.annotations.NullMarked;
