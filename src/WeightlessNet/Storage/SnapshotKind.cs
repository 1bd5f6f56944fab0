namespace WeightlessNet.Storage;

/// <summary>The kinds of objects in snapshots. The numbers are part of the format: they never change and are never reused.</summary>
internal enum SnapshotKind : ushort
{
    /// <summary>An application's own encoder: only its number of bits is stored.</summary>
    ApplicationEncoder = 1,
    ThermometerEncoder = 2,
    CircularThermometerEncoder = 3,
    GrayEncoder = 4,
    OneHotEncoder = 5,
    MultiHotEncoder = 6,
    HashedEncoder = 7,
    KernelCanvas = 8,
    StreamingQuantiles = 9,
    ThermometerRetina = 10,
    FeatureSchema = 11,
    SchemaWithModel = 12,
    DateThermometer = 13,

    TupleMapping = 32,

    ItemCatalog = 64,
    ConstantRecommender = 65,
    UserMeanRecommender = 66,
    PopularityRecommender = 67,
    BiasRecommender = 68,
    WeightlessRecommender = 69,
    EaseRecommender = 70,
    ImplicitFactorizationRecommender = 71,
    WeightedNetworkRecommender = 72,
    MatrixFactorizationRecommender = 73,
    ItemNeighborRecommender = 74,
    UserNeighborRecommender = 75,
    StateMachineRecommender = 76,
    HybridRecommender = 77,
    WeightlessRankingRecommender = 78,

    /// <summary>A user's controls; not a recommender.</summary>
    TuningControls = 79,

    /// <summary>A part of a central model.</summary>
    TrainedFactorization = 80,

    /// <summary>What a recommender holds of one user; not a recommender.</summary>
    PersonalRatings = 81,

    /// <summary>What all users of a recommender share; not a recommender.</summary>
    CrowdModel = 82,

    /// <summary>Everything that an application's recommender holds; not a recommender.</summary>
    RecommenderCheckpoint = 83,
    TunableRecommender = 84,

    /// <summary>One user of an application's recommender, by keys; not a recommender.</summary>
    ExportedUser = 85,

    /// <summary>What users have learned and forgotten, for a crowd; not a recommender.</summary>
    CrowdChanges = 86,
    ContextualRecommender = 90,

    /// <summary>What an application's recommender has learned of the fields of users; not a recommender.</summary>
    DescribedUsers = 91,

    WisardClassifier = 96,
    MarginClassifier = 97,
    Int8MarginModel = 98,
    RegressionWisard = 99,
    ClusRegressionWisard = 100,
    ClusWisardClassifier = 101,
    WisardClusterer = 102,
    StateMachine = 103,
    LookupNetwork = 104,
    LookupRegressor = 105,
    AdaptiveLookupNetwork = 106,
    AdaptiveLookupRegressor = 107,
}
