package io.github.rethinkemitter.page;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The page in a web application, for users who have the role that {@code rethink.emitter.page.role} names. */
public class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient PageHandler handler;

    /** For the container. */
    public PageServlet() {}

    @Override
    public void init() {
        if (handler.page().settings().role().isEmpty()) {
            Log.noRole();
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        try {
            answer(request, response);
        } catch (IOException e) {
            // The viewer has gone. Containers would log it.
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var exchange = new ServletExchange(request, response);
        var role = handler.page().settings().role();
        if (role.isEmpty()) {
            PageHandler.refuse(exchange, HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getUserPrincipal() == null && !logsIn(request, response)) {
            if (!response.isCommitted()) {
                PageHandler.refuse(exchange, HttpServletResponse.SC_UNAUTHORIZED);
            }
        } else if (!request.isUserInRole(role)) {
            PageHandler.refuse(exchange, HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getPathInfo() == null) {
            response.sendRedirect(
                    request.getRequestURI() + "/"); // or the browser would look for page.js beside the page
        } else {
            handler.handle(exchange, request.getUserPrincipal().getName());
        }
    }

    // The container asks for name and password, if the application has a login at all.
    private static boolean logsIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return request.authenticate(response);
        } catch (ServletException e) {
            return false;
        }
    }

    private record ServletExchange(HttpServletRequest request, HttpServletResponse response) implements PageExchange {

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String path() {
            var path = request.getPathInfo();
            return path == null ? "" : path.substring(1);
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(request.getParameter(name));
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(request.getHeader(name));
        }

        @Override
        public String origin() {
            var url = request.getRequestURL();
            return url.substring(0, url.indexOf("/", url.indexOf("//") + 2));
        }

        @Override
        public byte[] body(int longest) throws IOException {
            return request.getInputStream().readNBytes(longest);
        }

        @Override
        public void setHeader(String name, String value) {
            response.setHeader(name, value);
        }

        @Override
        public OutputStream answer(int status) throws IOException {
            response.setStatus(status);
            return response.getOutputStream();
        }
    }
}
