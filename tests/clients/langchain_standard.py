"""LangChain's own integration tests of a chat model, through its three clients and the router.

Run by the pytest of the outside clients' environment; what each class asks is in langchain-tests.
"""

import os
from typing import Any, ClassVar

from langchain_anthropic import ChatAnthropic
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_openai import ChatOpenAI
from langchain_tests.integration_tests import ChatModelIntegrationTests

URL, TOKEN = os.environ["LAROUTER_URL"], os.environ["LAROUTER_TOKEN"]
MODEL = os.environ["LAROUTER_MODEL"]


class TestChatOpenAI(ChatModelIntegrationTests):
    chat_model_class = ChatOpenAI
    chat_model_params: ClassVar[dict[str, Any]] = {
        "model": MODEL,
        "base_url": f"{URL}/v1",
        "api_key": TOKEN,
        "max_retries": 0,
        "stream_usage": True,
    }
    supports_image_inputs = True
    supports_image_urls = True
    supports_pdf_inputs = True
    supports_json_mode = True


class TestResponses(TestChatOpenAI):
    chat_model_params: ClassVar[dict[str, Any]] = {
        **TestChatOpenAI.chat_model_params,
        "use_responses_api": True,
    }


class TestChatAnthropic(ChatModelIntegrationTests):
    chat_model_class = ChatAnthropic
    chat_model_params: ClassVar[dict[str, Any]] = {
        "model": MODEL,
        "base_url": URL,
        "api_key": TOKEN,
        "max_retries": 0,
        "max_tokens": 500,
    }
    supports_image_inputs = True
    supports_image_urls = True
    supports_pdf_inputs = True
    supports_image_tool_message = True


class TestChatGoogle(ChatModelIntegrationTests):
    chat_model_class = ChatGoogleGenerativeAI
    chat_model_params: ClassVar[dict[str, Any]] = {
        "model": MODEL,
        "base_url": URL,
        "api_key": TOKEN,
        "max_retries": 1,
    }
    supports_image_inputs = True
    supports_json_mode = True
