"""The portal's URLs as the demo has them."""

from django.urls import include, path

from portal.site.urls import handler404, handler500
from portal.site.urls import urlpatterns as portal_urls

urlpatterns = [path("demo/", include("portal.demo.urls")), *portal_urls]

__all__ = ["handler404", "handler500", "urlpatterns"]
