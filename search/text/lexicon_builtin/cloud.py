"""Clouds and their services."""

ENTRIES = """
Amazon Web Services = AWS = アマゾンウェブサービス
EC2 = Elastic Compute Cloud = Amazon EC2
S3 = Simple Storage Service = Amazon S3
RDS = Amazon RDS = Relational Database Service
Aurora = >オーロラ = Amazon Aurora
DynamoDB = ダイナモディービー = ダイナモDB = Amazon DynamoDB
Redshift = レッドシフト = Amazon Redshift
Athena = アテナ = Amazon Athena
AWS Glue
Amazon EMR = EMR = Elastic MapReduce
Kinesis = キネシス = Amazon Kinesis
Amazon SNS
SQS = Amazon SQS = Simple Queue Service
EventBridge = イベントブリッジ = Amazon EventBridge
Step Functions = ステップファンクション = ステップファンクションズ
Lambda = >ラムダ = AWS Lambda
API Gateway = APIゲートウェイ = Amazon API Gateway
CloudFront = クラウドフロント
CloudWatch = クラウドウォッチ = Amazon CloudWatch
CloudTrail = クラウドトレイル
CloudFormation = クラウドフォーメーション = cfn
AWS CDK = CDK = Cloud Development Kit
AWS SAM = Serverless Application Model
AWS IAM = IAM = Identity and Access Management
Amazon Cognito = Cognito = コグニート
Route 53 = ルート53 = Route53
Amazon VPC = VPC = Virtual Private Cloud
Elastic Beanstalk = ビーンスタック
ECS = Amazon ECS = Elastic Container Service
EKS = Amazon EKS = Elastic Kubernetes Service
Fargate = ファーゲート = AWS Fargate
App Runner = アップランナー = AWS App Runner
AWS Amplify = Amplify = アンプリファイ
AppSync = アップシンク = AWS AppSync
Amazon SageMaker = SageMaker = セージメーカー
Amazon Bedrock = Bedrock = ベッドロック
Amazon QuickSight = QuickSight = クイックサイト
Google Cloud Platform = GCP = Google Cloud = グーグルクラウド
Google Compute Engine = GCE = コンピュートエンジン
Google Kubernetes Engine = GKE
Google App Engine = GAE = App Engine = アップエンジン
Cloud Run = クラウドラン
Cloud Functions = クラウドファンクション = クラウドファンクションズ
Cloud Spanner = Spanner = スパナー
Cloud Firestore = Firestore = ファイアストア
Cloud Pub/Sub = Pub/Sub = パブサブ
BigQuery = ビッグクエリ = ビッグクエリー
Bigtable = ビッグテーブル
Cloud Dataflow = Dataflow
Dialogflow = ダイアログフロー
Vertex AI = バーテックスAI = VertexAI
Looker = ルッカー
Looker Studio = ルッカースタジオ = データポータル = Data Studio
Microsoft Azure = Azure = アジュール = Windows Azure
Azure Functions = アジュールファンクションズ
Azure DevOps = アジュールデブオプス
Azure OpenAI Service = Azure OpenAI
Cosmos DB = コスモスDB = CosmosDB = コスモスディービー
Microsoft Entra ID = Azure AD = Azure Active Directory = Entra ID
Oracle Cloud = オラクルクラウド
IBM Cloud = Bluemix = ブルーミックス
Heroku = ヘロク = ヘロクー
Netlify = ネットリファイ
Vercel = バーセル = ヴァーセル
Cloudflare = クラウドフレア
Cloudflare Workers = クラウドフレアワーカーズ
Fastly = ファストリー
Akamai = アカマイ
Fly.io
Supabase = スパベース
PlanetScale = プラネットスケール
さくらのクラウド = Sakura Cloud
ニフクラ = ニフティクラウド
OpenStack = オープンスタック
OpenStack Swift
CloudStack = クラウドスタック
Cloud Foundry = クラウドファウンドリー = クラウドファウンドリ
OpenShift = オープンシフト
Twilio = トゥイリオ
SendGrid = センドグリッド
Stripe = >ストライプ
Auth0 = オースゼロ
CDN = コンテンツデリバリーネットワーク = Content Delivery Network
"""
