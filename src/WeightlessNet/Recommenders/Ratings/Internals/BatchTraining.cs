namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Trains models that are trained in batches.</summary>
internal static class BatchTraining
{
    /// <summary>See <see cref="IBatchRecommender.Fit"/>. Readers wait only while the new model is put in place.</summary>
    public static void Fit<TModel>(
        this LoggedModel<TModel> logged, ReadOnlySpan<Rating> ratings, IProgress<double>? progress, CancellationToken cancellationToken)
        where TModel : IBatchModel =>
        logged.Fit(ratings, model => model.Train(progress, cancellationToken));

    /// <summary>Makes a model of these ratings alone, trains it by a given method, and shows it to readers.</summary>
    public static void Fit<TModel>(this LoggedModel<TModel> logged, ReadOnlySpan<Rating> ratings, Action<TModel> train)
        where TModel : IBatchModel
    {
        foreach (ref readonly Rating rating in ratings)
        {
            logged.Validate(rating);
        }

        lock (logged.Writing)
        {
            TModel model = logged.CreateFrom(ratings);
            train(model);
            logged.Replace(model);
        }
    }
}
