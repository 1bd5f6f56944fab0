using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>Shows how far a piece of work has come.</summary>
internal interface IProgressView
{
    /// <summary>Does the work, and shows the progress that it reports.</summary>
    /// <param name="title">What the work is called.</param>
    /// <param name="work">The work. It reports the part done, 0 to 1.</param>
    Task<T> ShowAsync<T>(string title, Func<IProgress<EvaluationProgress>, Task<T>> work);
}
