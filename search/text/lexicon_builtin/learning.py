"""Machine learning, language models and numerical computing."""

ENTRIES = """
機械学習 = machine learning = マシンラーニング
深層学習 = deep learning = ディープラーニング
強化学習 = reinforcement learning
ニューラルネットワーク = neural network = ニューラルネット
自然言語処理 = NLP = natural language processing
画像認識 = image recognition
画像生成 = image generation
音声認識 = speech recognition = ASR
音声合成 = speech synthesis = text-to-speech = TTS
大規模言語モデル = LLM = large language model = LLMs
生成AI = generative AI = ジェネレーティブAI = GenAI
RAG = 検索拡張生成 = Retrieval-Augmented Generation
ファインチューニング = fine-tuning = finetuning = fine tuning
Model Context Protocol = MCP = モデルコンテキストプロトコル = MCPサーバー = MCPサーバ
AIエージェント = AI agent = AI agents
Transformer = Transformers = トランスフォーマー
BERT
GPT = ジーピーティー = Generative Pre-trained Transformer
GPT-4 = GPT4
GPT-4o
ChatGPT = チャットGPT = チャットジーピーティー
OpenAI = オープンAI = オープンエーアイ
OpenAI Gym = Gymnasium
Claude = クロード
Claude Code = クロードコード
Gemini = ジェミニ
Llama
Mistral = ミストラル
DeepSeek = ディープシーク
Stable Diffusion = ステーブルディフュージョン = StableDiffusion
Midjourney = ミッドジャーニー
Whisper = >ウィスパー
GitHub Copilot = Copilot = コパイロット
Cursor
Devin = デヴィン
Cline
LangChain = ラングチェーン = ランチェーン
LangGraph = ランググラフ
LlamaIndex
Dify = ディファイ
Ollama = オラマ
vLLM
Hugging Face = ハギングフェイス = HuggingFace = ハギングフェース
Mastra = マストラ
TensorFlow = テンソルフロー
TensorFlow.js = テンソルフローJS
Keras = ケラス
PyTorch = パイトーチ
JAX
Chainer = チェイナー
Caffe = Caffe2
MXNet = エムエックスネット
ONNX = オニキス
scikit-learn = サイキットラーン = sklearn = サイキット・ラーン
XGBoost = エックスジーブースト
LightGBM = ライトGBM = ライトジービーエム
Optuna = オプチュナ
MLflow = エムエルフロー
Kubeflow = キューブフロー
MLOps = エムエルオプス
spaCy = スペイシー
GiNZA
Word2vec = ワードツーベック
fastText = ファストテキスト
YOLO
OpenCV = オープンCV = オープンシーブイ
CUDA = クーダ
TensorRT = テンソルRT
GPU = グラフィックスプロセッシングユニット
GPGPU
NumPy = ナンパイ = ナムパイ
SciPy = サイパイ
pandas = パンダス
Polars = ポーラーズ
Dask
Numba
CuPy = クーパイ
NetworkX
Bokeh
PySpark = パイスパーク
matplotlib = マットプロットリブ
Plotly = プロットリー
Streamlit = ストリームリット
Gradio = グラディオ
Jupyter = ジュピター = ジュパイター
JupyterHub = ジュピターハブ
JupyterLab = ジュピターラボ
Jupyter Notebook = ジュピターノートブック
Google Colab = Colab = Colaboratory = コラボラトリー
Anaconda = アナコンダ
Kaggle = カグル
tidyverse = タイディバース
ggplot2 = ggplot
RStudio = アールスタジオ
Shiny = シャイニー
~Stan = RStan = PyStan
"""
