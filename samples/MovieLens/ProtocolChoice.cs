namespace MovieLensSample;

/// <summary>Which of the protocols of evaluation are to be run.</summary>
[Flags]
internal enum ProtocolChoice
{
    /// <summary>Random folds of the ratings.</summary>
    KFold = 1,

    /// <summary>Test, then train, in the order of time.</summary>
    Prequential = 2,

    /// <summary>The protocol of arXiv 2511.05499.</summary>
    Paper = 4,

    /// <summary>The first ranks of all films that the user has not rated.</summary>
    Ranking = 8,

    /// <summary>The error when so many ratings of a user are known.</summary>
    ColdStart = 16,

    /// <summary>The error after a simulated change of taste.</summary>
    TasteChange = 32,

    /// <summary>The last rating of each user, and the latest ratings of all.</summary>
    HoldOut = 64,

    /// <summary>A random part of each user's ratings, by how active the user is.</summary>
    Activity = 128,

    /// <summary>All that measure errors in stars.</summary>
    Errors = KFold | Prequential | ColdStart | TasteChange | HoldOut | Activity,

    /// <summary>One after the other.</summary>
    All = Errors | Paper | Ranking,
}
