namespace WeightlessNet.Scenarios;

/// <summary>Something that an application meets. Two of them make a scenario.</summary>
internal interface ITrait
{
    /// <summary>The steps of which a history has more; none if empty.</summary>
    IReadOnlyList<StepKind> Steps => [];

    /// <summary>Prepares the folder and the setting, before the recommender is opened for the first time.</summary>
    void Prepare(Scenario scenario)
    {
    }

    /// <summary>Called when the recommender is open for the first time.</summary>
    Task BeginAsync(Scenario scenario) => Task.CompletedTask;

    /// <summary>Happens in the middle, twice. The recommender is open before and after.</summary>
    Task HappenAsync(Scenario scenario) => Task.CompletedTask;

    /// <summary>Checks what must be so at the end, while the recommender is open.</summary>
    Task EndAsync(Scenario scenario) => Task.CompletedTask;
}
