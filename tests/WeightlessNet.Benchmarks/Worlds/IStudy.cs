namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>An evaluation that runs on one data set at a time.</summary>
internal interface IStudy
{
    /// <summary>Whether the study makes sense for a data set.</summary>
    bool Suits(World world);

    /// <summary>Evaluates the models on a data set and returns a table in Markdown.</summary>
    string Run(World world);
}
