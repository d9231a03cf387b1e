"""LangChain: ChatOpenAI (chat completions and Responses), ChatAnthropic, ChatGoogleGenerativeAI."""

from functools import partial
from typing import Any

from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_openai import ChatOpenAI
from showing import MOST_TOKENS, QUESTION, TOKEN, URL, City, show, weather


class LangChain:
    def __init__(self, made: Any, model: str, **options: Any) -> None:
        self.model = made(model=model, **options)

    def chat(self) -> dict[str, Any]:
        answer = self.model.invoke("Hello")
        usage = answer.usage_metadata
        return {"text": answer.text, "input": usage["input_tokens"], "output": usage["output_tokens"]}

    def stream(self) -> dict[str, Any]:
        return {"pieces": [chunk.text for chunk in self.model.stream("Hello") if chunk.text]}

    def tools(self) -> dict[str, Any]:
        model = self.model.bind_tools([tool("get_weather")(weather)])
        asked: list[Any] = [HumanMessage(QUESTION)]
        first = model.invoke(asked)
        (call,) = first.tool_calls
        said = ToolMessage(weather(**call["args"]), tool_call_id=call["id"], name=call["name"])
        return {"called": call["args"], "text": model.invoke([*asked, first, said]).text}

    def structured(self) -> dict[str, Any]:
        return self.model.with_structured_output(City, method="json_schema").invoke(QUESTION).model_dump()


show(
    {
        "ChatOpenAI": partial(
            LangChain, ChatOpenAI, base_url=f"{URL}/v1", api_key=TOKEN, max_tokens=MOST_TOKENS, max_retries=0
        ),
        "ChatOpenAI, Responses": partial(
            LangChain,
            ChatOpenAI,
            base_url=f"{URL}/v1",
            api_key=TOKEN,
            use_responses_api=True,
            max_tokens=MOST_TOKENS,
            max_retries=0,
        ),
        "ChatAnthropic": partial(
            LangChain, ChatAnthropic, base_url=URL, api_key=TOKEN, max_tokens=MOST_TOKENS, max_retries=0
        ),
        "ChatGoogleGenerativeAI": partial(
            LangChain,
            ChatGoogleGenerativeAI,
            base_url=URL,
            api_key=TOKEN,
            max_output_tokens=MOST_TOKENS,
            max_retries=1,
        ),
    }
)
