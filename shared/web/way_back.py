"""Where a page of trouble leads back to: the nearest page above what was refused."""

from aiohttp import web

from shared.web.sessions import FACE


def way_back(request: web.Request) -> str:
    """The address of a page that can be read; empty where the face has none for people.

    Browsers do not say which page they come from (Referrer-Policy), so the address tells.
    """
    resource, face = request.match_info.route.resource, request.app.get(FACE)
    shape, path = resource.canonical if resource else "", request.path
    own = shape if request.method == "GET" else None
    read = {
        route.resource.canonical
        for route in request.app.router.routes()
        if route.method == "GET" and route.resource
    }
    while shape:
        if shape in read and shape != own:
            return path
        shape, path = shape.rpartition("/")[0], path.rpartition("/")[0]
    return face.home if face else ""
