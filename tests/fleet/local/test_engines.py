"""Which program runs a local model, and with which words."""

from pathlib import Path

from larouter.fleet.local import engines


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_named_program_goes_before_the_one_on_the_path(tmp_path: Path) -> None:
    named, found = program(tmp_path / "own" / "llama-server"), program(tmp_path / "bin" / "llama-server")
    path = str(found.parent)
    assert engines.find_llama_server({"PATH": path}) == str(found)
    assert engines.find_llama_server({"PATH": path, "LLAMA_CPP_PATH": str(named)}) == str(named)
    assert engines.find_llama_server({"PATH": path, "LLAMA_CPP_PATH": str(named.parent)}) == str(named)
    assert engines.find_llama_server({"PATH": str(tmp_path)}) == ""


def test_a_llama_server_shares_its_window_among_no_slots_and_listens_on_loopback() -> None:
    command = engines.llama_server("/opt/llama-server", Path("m.gguf"), "mine", 3, 1024)
    words = " ".join(command)
    assert words.startswith("/opt/llama-server --model m.gguf --alias mine --host 127.0.0.1 --port {port}")
    assert "--parallel 3 --kv-unified --ctx-size 3072" in words
    assert "--metrics" in command
    assert "--tools" not in command


def test_an_mlx_server_listens_on_loopback_with_as_many_answers_at_once_as_slots() -> None:
    command = engines.mlx("/opt/mlx_lm.server", Path("/models/m"), 2)
    words = " ".join(command)
    assert words.startswith("/opt/mlx_lm.server --model /models/m --host 127.0.0.1 --port {port}")
    assert "--decode-concurrency 2" in words
    assert command[command.index("--allowed-origins") + 1] == ""  # no page of a browser
    seeing = " ".join(engines.mlx("/opt/mlx_vlm.server", Path("/models/m"), 2))
    assert "--max-num-seqs 2" in seeing
    assert "--host 127.0.0.1" in seeing  # it would listen everywhere


def test_a_folder_of_safetensors_is_a_model_of_mlx(tmp_path: Path) -> None:
    assert not engines.is_mlx(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    assert not engines.is_mlx(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"")
    assert engines.is_mlx(tmp_path)


def test_a_model_that_sees_is_run_by_the_server_that_does_where_it_is_installed(tmp_path: Path) -> None:
    folder, path = tmp_path / "m", {"PATH": str(tmp_path / "bin")}
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    assert engines.find_mlx(path, folder) == ""
    only = program(tmp_path / "bin" / "mlx_lm.server")
    seeing = program(tmp_path / "bin" / "mlx_vlm.server")
    assert engines.find_mlx(path, folder) == str(only)
    (folder / "config.json").write_text('{"vision_config": {}}')
    assert engines.find_mlx(path, folder) == str(seeing)
    seeing.unlink()
    assert engines.find_mlx(path, folder) == str(only)


def test_a_leash_carries_the_key_under_the_name_that_the_program_wants() -> None:
    command = engines.leashed(["llama-server", "--port", "{port}"], 0, "OURS", "THEIRS")
    assert command[3:] == [
        *("--port", "0", "--key-from", "OURS", "--key-to", "THEIRS"),
        *("--", "llama-server", "--port", "{port}"),
    ]
    assert "--key-to" not in engines.leashed(["mlx_lm.server"], 5)
