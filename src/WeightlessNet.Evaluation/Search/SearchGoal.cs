namespace WeightlessNet.Evaluation.Search;

/// <summary>The figure that a search makes as good as it can.</summary>
public enum SearchGoal
{
    /// <summary>The root mean squared error of predicted ratings; low is good.</summary>
    Rmse,

    /// <summary>The mean absolute error of predicted ratings; low is good.</summary>
    Mae,

    /// <summary>NDCG of the first items of a list; high is good.</summary>
    Ndcg,

    /// <summary>The share of the relevant items that are among the first of a list; high is good.</summary>
    Recall,

    /// <summary>The share of users who have a relevant item among the first of a list; high is good.</summary>
    HitRate,
}
