using System.Net.Sockets;
using LiveTuning;
using LiveTuning.Start;
using Microsoft.AspNetCore.Connections;
using WeightlessNet.Samples;

Settings settings;
try
{
    if (WebOptions.AskForHelp(args))
    {
        Console.Write(CommandLine.Help);
        return ExitCode.Success;
    }

    settings = CommandLine.Read(args);
}
catch (CommandLineException wrong)
{
    ErrorOutput.WriteLine($"{wrong.Message} --help lists all options.");
    return ExitCode.UsageError;
}

try
{
    await LiveTuningApp.RunAsync(settings);
    return ExitCode.Success;
}
catch (IOException failure) when (failure.InnerException is AddressInUseException)
{
    ErrorOutput.WriteLine(
        $"Another program already listens at {settings.Urls}. Stop it, or choose another port, such as --urls http://127.0.0.1:5081.");
    return ExitCode.Failure;
}
catch (SocketException failure)
{
    ErrorOutput.WriteLine(
        $"The server cannot listen at {settings.Urls}: {failure.Message}. Choose an address of this machine, such as "
        + "--urls http://127.0.0.1:5080.");
    return ExitCode.Failure;
}
catch (InvalidOperationException failure) when (settings.Urls.Contains("https://", StringComparison.OrdinalIgnoreCase))
{
    ErrorOutput.WriteLine($"The server cannot listen at {settings.Urls}: {failure.Message}");
    return ExitCode.Failure;
}
catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
{
    ErrorOutput.WriteLine(failure.Message);
    return ExitCode.Failure;
}
