from larouter.embed import Answer as Answer
from larouter.embed import Controller as Controller
from larouter.embed import Router as Router

__version__: str
