namespace MovieLensSample;

/// <summary>The protocols to run.</summary>
[Flags]
internal enum ProtocolChoice
{
    /// <summary>Random folds of the ratings.</summary>
    KFold = 1,

    /// <summary>Test, then train, in order of time.</summary>
    Prequential = 2,

    /// <summary>The protocol of arXiv 2511.05499.</summary>
    Paper = 4,

    /// <summary>The first ranks of all films that the user has not rated.</summary>
    Ranking = 8,

    /// <summary>The error by the number of known ratings of a user.</summary>
    ColdStart = 16,

    /// <summary>The error after a simulated change of taste.</summary>
    TasteChange = 32,

    /// <summary>The last rating of each user, and the latest of all ratings.</summary>
    HoldOut = 64,

    /// <summary>A random part of each user's ratings, by the user's activity.</summary>
    Activity = 128,

    /// <summary>All protocols that measure errors in stars.</summary>
    Errors = KFold | Prequential | ColdStart | TasteChange | HoldOut | Activity,

    /// <summary>All protocols.</summary>
    All = Errors | Paper | Ranking,
}
