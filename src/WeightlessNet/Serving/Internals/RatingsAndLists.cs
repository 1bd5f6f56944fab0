using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// Two models that learn the same ratings, each for the questions that it answers best: a hybrid predicts ratings, a ranking makes lists.
/// Where users have fields, both know what is said of a user.
/// </summary>
/// <remarks>
/// Thread-safe, except that one user's ratings and description must not be changed by two threads at once: all models must see one order.
/// </remarks>
internal sealed partial class RatingsAndLists : ICounterfactualRecommender, IKnownUsersRecommender
{
    /// <summary>Creates the pair.</summary>
    /// <param name="ratings">Predicts ratings.</param>
    /// <param name="lists">Makes lists.</param>
    /// <param name="users">What they know of described users; null if users have no fields.</param>
    public RatingsAndLists(HybridRecommender ratings, WeightlessRankingRecommender lists, IDescribedUsers? users = null)
    {
        Ratings = ratings;
        Lists = lists;
        Users = users;
    }

    /// <summary>Predicts ratings, without what is known of users. Change it through the pair.</summary>
    public HybridRecommender Ratings { get; }

    /// <summary>Makes lists, without what is known of users. Change it through the pair.</summary>
    public WeightlessRankingRecommender Lists { get; }

    /// <summary>What is known of described users; null if users have no fields.</summary>
    public IDescribedUsers? Users { get; }

    /// <inheritdoc/>
    public int ItemCount => Ratings.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => Ratings.Scale;

    /// <inheritdoc/>
    public int UserIdBound => Users?.UserIdBound ?? Ratings.UserIdBound;

    /// <summary>How much each part of a predicted rating counts.</summary>
    public IReadOnlyList<CalibratedGroup> RatingParts => Users?.RatingParts ?? Ratings.Calibration;

    /// <summary>How much each part of a list counts.</summary>
    public IReadOnlyList<CalibratedGroup> ListParts
    {
        get
        {
            IReadOnlyList<CalibratedGroup> parts = Lists.Calibration ?? [];
            return Users is null ? parts : [.. parts, .. Users.ListParts];
        }
    }

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        // Both check the rating in the same way, so an invalid one changes neither.
        LearnRating(rating);
        Lists.Learn(rating);
    }

    /// <summary>Learns a rating for predicted ratings only.</summary>
    public void LearnRating(in Rating rating)
    {
        if (Users is null)
        {
            Ratings.Learn(rating);
        }
        else
        {
            Users.LearnRating(rating);
        }
    }

    /// <summary>Trains what predicts ratings, on the present ratings.</summary>
    public void RefitRatings(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (Users is null)
        {
            Ratings.Refit(progress, cancellationToken);
        }
        else
        {
            Users.RefitRatings(progress, cancellationToken);
        }
    }

    /// <summary>Trains what makes lists.</summary>
    public void FitLists(Rating[] ratings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (Users is null)
        {
            Lists.Fit(ratings, progress, cancellationToken);
        }
        else
        {
            Users.FitLists(ratings, progress, cancellationToken);
        }
    }

    /// <summary>Adds an item at the end, or replaces the bits of one, for predicted ratings.</summary>
    public void PutItemOfRatings(int item, ulong[] pattern)
    {
        if (Users is not null)
        {
            Users.PutItemOfRatings(item, pattern);
        }
        else if (item < Ratings.ItemCount)
        {
            Ratings.UpdateItem(item, pattern);
        }
        else
        {
            _ = Ratings.AddItem(pattern);
        }
    }

    /// <summary>Adds an item at the end, or replaces the bits of one, for lists.</summary>
    public void PutItemOfLists(int item, ulong[] pattern)
    {
        // First, so that no list is asked about an item that they do not know.
        Users?.PutItemOfLists(item, pattern);
        if (item < Lists.ItemCount)
        {
            Lists.UpdateItem(item, pattern);
        }
        else
        {
            _ = Lists.AddItem(pattern);
        }
    }

    /// <summary>Learns a rating in the place of another one that is forgotten.</summary>
    public void Replace(in Rating rating)
    {
        Learn(rating);
        Lists.Withdraw(rating.User, rating.Item);
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        bool wasRated = Users?.ForgetRating(user, item) ?? Ratings.Forget(user, item);
        Lists.Forget(user, item);
        Lists.Withdraw(user, item);
        return wasRated;
    }

    /// <summary>Forgets all ratings of a user, and the description.</summary>
    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        int count = Users?.ForgetUser(user) ?? Ratings.ForgetUser(user);
        Lists.ForgetUser(user);
        Lists.Withdraw(user, null);
        return count;
    }

    /// <summary>Forgets all ratings of a user, not the description.</summary>
    public void ForgetRatings(int user)
    {
        _ = ForgetUser(user);
        Users?.DescribeAgain(user);
    }

    /// <inheritdoc/>
    public double Predict(int user, int item) => Users?.Predict(user, item) ?? Ratings.Predict(user, item);

    /// <summary>Explains a predicted rating.</summary>
    public Explanation ExplainRating(int user, int item) => Users?.ExplainRating(user, item) ?? Ratings.Explain(user, item);
}
